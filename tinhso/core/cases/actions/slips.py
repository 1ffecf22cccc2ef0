"""Slips: who holds the code with its secret sees how a case stands. Wrong tries are counted, lost slips made void."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions.asking import HANDLE, acts_for_applicant
from tinhso.core.cases.domain.slips import plain, same, secret_of, token_of
from tinhso.core.cases.events import SlipRenewed
from tinhso.core.cases.models import Case, WrongTry
from tinhso.core.cases.models.slips import case_of_code, hashed, key_of, seed_of
from tinhso.events.definitions import Event
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

LONGEST_CODE = 40
NOBODY = UUID(int=0)


class NotFound(Refusal):
    """No such pair of code and secret; which of the two is wrong is not told."""

    sentence = _("We do not find this. Type the code and the nine digits as they stand on the slip.")


class TryLater(Refusal):
    """Too many wrong tries of this code, or from this address."""

    sentence = _("That was wrong too often. Try again in a quarter of an hour, or call us.")


def secret(case: Case) -> str:
    """The nine digits on the slip."""
    return secret_of(*_made_of(case))


def token(case: Case) -> str:
    """What the QR on the slip carries beside the code."""
    return token_of(*_made_of(case))


def find_by_secret(code: str, typed: str, *, address: str, at: datetime) -> Case:
    """The case of a code and its nine digits. A wrong pair is counted. Raises NotFound or TryLater.

    A code that stands for nothing takes the same way as one that does: the same questions, the same sum.
    """
    code = code.strip().upper()[:LONGEST_CODE]
    found = case_of_code(code)
    prove_secret(code, typed, secret_of(*_made_of(found)) if found else None, address=address, at=at)
    return cast(Case, found)


def prove_secret(code: str, typed: str, right: str | None, *, address: str, at: datetime) -> None:
    """Compare what was typed with the nine digits of a code; None: nothing stands for it. Raises NotFound, TryLater."""
    tried = {"code": hashed("code", code), "address": hashed("address", address)}
    if WrongTry.objects.free_at(**tried, at=at) > at:
        raise TryLater
    if not same(right or secret_of(*_made_of(None)), plain(typed)) or right is None:
        WrongTry.objects.create(**tried, at=at)
        raise NotFound


def find_by_token(code: str, key: str) -> Case | None:
    """The case of a code and the long secret of its QR; None for any other pair. Not limited: 80 bits are enough."""
    found = case_of_code(code.upper()[:LONGEST_CODE])
    right = token_of(*_made_of(found))
    return found if same(right, key.lower()) and found else None


def forget_wrong_tries(*, at: datetime) -> int:
    """Delete tries that no limit counts any more; says how many."""
    return WrongTry.objects.counted_no_more(at).delete()[0]


@transaction.atomic
def renew_slip(case: Case, *, by: Actor, at: datetime, event: Callable[[Case], Event] | None = None) -> Case:
    """Make the old secret void, when the slip was lost. `event`: the system's own, for the log. Raises NotYours."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not acts_for_applicant(case, by, at=at):
        require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)

    case.slip_turn += 1
    case.save(update_fields=["slip_turn"])

    record(event(case) if event else SlipRenewed(), about=case, by=by, at=at, place=case.place_id)
    return case


def _made_of(found: Case | None) -> tuple[bytes, UUID, int]:
    seed = seed_of(found) if found else NOBODY
    return key_of(seed), seed, found.slip_turn if found else 1
