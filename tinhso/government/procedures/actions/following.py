"""Following a dossier without an account: wrong tries are counted, secrets renewed; and what the citizen thought."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions.asking import acts_for_applicant
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.domain.tracking import ADDRESS_DAY, plain, same, secret_of, token_of
from tinhso.government.procedures.events import DossierRated, SecretRenewed
from tinhso.government.procedures.models import Dossier, Rating, WrongTry
from tinhso.government.procedures.models.drafts import hashed
from tinhso.government.procedures.models.hot import dossier_to_rate, is_rated
from tinhso.government.procedures.models.sealing import tracking_key
from tinhso.government.procedures.models.tracked import tracked
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import insert

HANDLE = "handle_cases"
LONGEST_CODE = 40
NOBODY = UUID(int=0)


class NotFound(Refusal):
    """No such pair of code and secret; which of the two is wrong is not told."""

    sentence = _("We do not find this. Type the code and the nine digits as they stand on the receipt.")


class TryLater(Refusal):
    """Too many wrong tries of this code, or from this address."""

    sentence = _("That was wrong too often. Try again in a quarter of an hour, or call us.")


class NotYetDone(Refusal):
    sentence = _("You can say what you think of it when it is finished.")


class RatedAlready(Refusal):
    sentence = _("You have told us already. Thank you.")


def secret(dossier: Dossier) -> str:
    """The nine digits on the receipt."""
    return secret_of(tracking_key(), dossier.uuid, dossier.secret_turn)


def token(dossier: Dossier) -> str:
    """What the QR on the receipt carries beside the code."""
    return token_of(tracking_key(), dossier.uuid, dossier.secret_turn)


def find_by_secret(code: str, typed: str, *, address: str, at: datetime) -> Dossier:
    """The dossier of a code and its nine digits. A wrong pair is counted. Raises NotFound or TryLater.

    A code that stands for nothing takes the same way as one that does: the same questions, the same sum.
    """
    code = code.strip().upper()[:LONGEST_CODE]
    tried = {"code": hashed("code", code), "address": hashed("address", address)}
    if WrongTry.objects.free_at(**tried, at=at) > at:
        raise TryLater
    found = tracked(code)
    right = secret_of(tracking_key(), found.uuid if found else NOBODY, found.secret_turn if found else 1)
    if not same(right, plain(typed)) or found is None:
        WrongTry.objects.create(**tried, at=at)
        raise NotFound
    return found


def find_by_token(code: str, key: str) -> Dossier | None:
    """The dossier of a code and the long secret of its QR; None for any other pair. Not limited: 80 bits are enough."""
    found = tracked(code.upper()[:LONGEST_CODE])
    right = token_of(tracking_key(), found.uuid if found else NOBODY, found.secret_turn if found else 1)
    return found if same(right, key.lower()) and found else None


def forget_wrong_tries(*, at: datetime) -> int:
    """Delete tries that no limit counts any more; says how many."""
    return WrongTry.objects.filter(at__lt=at - ADDRESS_DAY - timedelta(hours=1)).delete()[0]


@transaction.atomic
def renew_secret(dossier: Dossier, *, by: Actor, at: datetime) -> Dossier:
    """Make the old secret void, when the receipt was lost. Raises NotYours."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("case", "procedure").get(pk=dossier.pk)
    if not acts_for_applicant(dossier.case, by, at=at):
        require(by, HANDLE, at=at, place=dossier.case.place_id, agency=dossier.case.agency_id)

    dossier.secret_turn += 1
    dossier.save(update_fields=["secret_turn"])

    renewed = SecretRenewed(procedure=Code(dossier.procedure.code))
    record(renewed, about=dossier.case, by=by, at=at, place=dossier.case.place_id)
    return dossier


@transaction.atomic
def rate_dossier(dossier: Dossier, *, faces: int, words: str = "", by: Actor, at: datetime) -> Rating:
    """Keep what the citizen thinks of it, once, when it is finished. Raises NotYours, NotYetDone, RatedAlready."""
    dossier = dossier_to_rate(dossier.pk)
    case = dossier.case
    if not acts_for_applicant(case, by, at=at):
        raise NotYours
    if case.finished_at is None:
        raise NotYetDone
    if is_rated(dossier.pk):
        raise RatedAlready

    rating = Rating(dossier=dossier, faces=faces, words=words.strip()[:500], rated_at=at)
    insert(rating)

    rated = DossierRated(procedure=Code(dossier.procedure.code), faces=faces, on_time=not case.is_late(at))
    record(rated, about=case, by=by, at=at, place=case.place_id)
    return rating
