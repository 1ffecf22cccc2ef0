"""Acting for someone: giving and withdrawing the mandate, choosing for whom one acts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.events import ActingChosen, MandateGiven, MandateWithdrawn
from tinhso.core.accounts.models import Account, Mandate, Session
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.core.accounts.models.sessions import ACTING, SessionStore
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal

LONGEST = timedelta(days=366)


class NotProven(Refusal):
    sentence = _("Record their own voice saying yes, or take a picture of the signed paper.")
    field = "evidence"


class NoScope(Refusal):
    sentence = _("Choose in which matters they may act.")
    field = "scopes"


class TooLong(Refusal):
    sentence = _("At most one year; after that the person is asked again.")
    field = "ends_at"


class OwnBusiness(Refusal):
    sentence = _("Nobody needs leave for their own business.")
    field = "person"


class AlreadyWithdrawn(Refusal):
    sentence = _("This leave has already ended.")


class NoMandate(Refusal):
    sentence = _("You have no leave to act for this person. Ask them first.")


@transaction.atomic
def give_mandate(
    *,
    person: Person,
    to: Account,
    scopes: Sequence[str],
    evidence_kind: Evidence,
    evidence: UUID | None,
    ends_at: datetime,
    by: Actor,
    at: datetime,
) -> Mandate:
    """Let an account act for a person: the person taps it themselves, or a helper beside them records their wish.

    Recorded by another, it needs evidence, and the right `give_mandate` where the person lives.
    Raises NotYours, OwnBusiness, NotProven, NoScope, TooLong.
    """
    Account.objects.select_for_update().get(pk=to.pk)
    if by.person != person.uuid:
        require(by, "give_mandate", at=at, place=person.home_id)
    _refuse(person, to, scopes, ends_at, at)
    if evidence_kind is Evidence.TAP and by.person != person.uuid:
        raise NotProven
    if evidence_kind is not Evidence.TAP and evidence is None:
        raise NotProven

    mandate = Mandate.objects.create(
        account=to,
        person=person,
        scopes=sorted(set(scopes)),
        evidence_kind=evidence_kind,
        evidence=evidence,
        starts_at=at,
        ends_at=ends_at,
    )

    given = MandateGiven(helper=to.uuid, evidence=Code(evidence_kind.value), starts_at=at, ends_at=ends_at)
    record(given, about=mandate, by=by, at=at, place=person.home_id)
    return mandate


@transaction.atomic
def withdraw_mandate(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """Take the leave back, or give it back: the person or the helper may, at any time.

    Raises NotYours, AlreadyWithdrawn.
    """
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("account").get(pk=mandate.pk)
    if by.person != mandate.person_id and by.account != mandate.account_id:
        require(by, "withdraw_mandate", at=at, place=mandate.person.home_id)
    if not mandate.holds(at):
        raise AlreadyWithdrawn

    mandate.withdrawn_at = at
    mandate.save(update_fields=["withdrawn_at"])
    _stop_acting(mandate)

    record(MandateWithdrawn(helper=mandate.account.uuid), about=mandate, by=by, at=at)
    return mandate


@transaction.atomic
def act_for(mandate: Mandate | None, *, session: SessionBase, by: Actor, at: datetime) -> None:
    """From now on act for the person of this mandate in this session, or (None) for oneself again.

    Raises NotYours, NoMandate.
    """
    account = Account.objects.filter(pk=by.account or 0).first()
    if account is None:
        raise NotYours
    if mandate and not Mandate.objects.in_force(at).filter(pk=mandate.pk, account=account).exists():
        raise NoMandate

    if mandate:
        session[ACTING] = [str(mandate.person_id), str(mandate.uuid), mandate.ends_at.isoformat()]
    else:
        session.pop(ACTING, None)

    record(ActingChosen(chosen=mandate.uuid if mandate else None), about=account, by=by, at=at)


def _stop_acting(mandate: Mandate) -> None:
    """Every session in which someone acts by this mandate goes back to its owner's own business."""
    for key in Session.objects.filter(account=mandate.account_id).values_list("session_key", flat=True):
        session = SessionStore(key)
        if str(mandate.uuid) in (session.get(ACTING) or ()):
            del session[ACTING]
            session.save()


def _refuse(person: Person, to: Account, scopes: Sequence[str], ends_at: datetime, at: datetime) -> None:
    if to.person_id == person.uuid:
        raise OwnBusiness
    if not to.is_active:
        raise NoMandate
    if not scopes:
        raise NoScope
    if not at < ends_at <= at + LONGEST:
        raise TooLong
