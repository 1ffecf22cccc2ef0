"""What a person does about what did not go by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.actions.exchange.book import Book
from tinhso.government.procedures.actions.exchange.queueing import send_anew
from tinhso.government.procedures.domain.portal import Kind, Status
from tinhso.government.procedures.events.portal import (
    ChangeLeftOut,
    ChangeSentAgain,
    DisagreementSettled,
    PortalDossierLeft,
    PortalDossierTriedAgain,
)
from tinhso.government.procedures.models import (
    Disagreement,
    Incoming,
    IncomingState,
    Outgoing,
    OutgoingState,
    Settled,
)
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

WAYS: dict[Kind, tuple[Settled, ...]] = {
    Kind.MISSING_THERE: (Settled.AGAIN, Settled.NOTED),
    Kind.MISSING_HERE: (Settled.TAKEN, Settled.NOTED),
    Kind.STATUS: (Settled.AGAIN, Settled.THEIRS, Settled.NOTED),
    Kind.DUE: (Settled.AGAIN, Settled.NOTED),
    Kind.DOUBLED: (Settled.NOTED,),
}
"""How each kind of disagreement can be settled."""


class NotOpen(Refusal):
    """Someone settled it already, or it went by itself."""

    sentence = _("This is settled already. Look at the list again.")


class NotThisWay(Refusal):
    """This kind of disagreement cannot be settled so."""

    sentence = _("It cannot be settled this way. Look at the list again.")


class NothingToSend(Refusal):
    """A change of the dossier waits already, or the portal was never to learn of it."""

    sentence = _("Something about this dossier is still on its way, or was never sent. Look again in a few minutes.")


class SayWhy(Refusal):
    sentence = _("Say in a few words why it may stay so.")
    field = "note"


@transaction.atomic
def send_again(row: Outgoing, *, by: Actor, at: datetime) -> None:
    """Let a change that the portal refused be sent once more. Raises NotOpen."""
    row = _refused(row)

    row.state, row.next_try, row.attempts, row.unsure = OutgoingState.WAITING, at, row.attempts + 1, True
    row.save(update_fields=["state", "next_try", "attempts", "unsure"])

    record(ChangeSentAgain(status=row.status), about=row, by=by, at=at)


@transaction.atomic
def leave_out(row: Outgoing, *, by: Actor, at: datetime) -> None:
    """Never send a change that the portal refused; what came after it may go. Raises NotOpen."""
    row = _refused(row)

    row.state = OutgoingState.LEFT
    row.save(update_fields=["state"])

    record(ChangeLeftOut(status=row.status), about=row, by=by, at=at)


@transaction.atomic
def take_again(row: Incoming, *, by: Actor, at: datetime) -> None:
    """Let a dossier of the portal that was refused here be taken in once more. Raises NotOpen."""
    row = _not_taken(row)

    row.state, row.next_try, row.attempts = IncomingState.WAITING, at, row.attempts + 1
    row.save(update_fields=["state", "next_try", "attempts"])

    record(PortalDossierTriedAgain(), about=row, by=by, at=at)


@transaction.atomic
def leave_dossier(row: Incoming, *, by: Actor, at: datetime) -> None:
    """Never take in a dossier of the portal. Raises NotOpen."""
    row = _not_taken(row)

    row.state = IncomingState.LEFT
    row.save(update_fields=["state"])

    record(PortalDossierLeft(), about=row, by=by, at=at)


@transaction.atomic
def settle(one: Disagreement, *, how: Settled, note: str = "", book: Book, by: Actor, at: datetime) -> None:
    """Settle a disagreement.

    Raises NotOpen, NotThisWay, NothingToSend, SayWhy, NoStepThere, or what the step refuses.
    """
    one = Disagreement.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if one.settled_at is not None:
        raise NotOpen
    if how not in WAYS[Kind(one.kind)]:
        raise NotThisWay
    if how is Settled.NOTED and not note.strip():
        raise SayWhy

    _do(one, how, book, by, at)
    one.settled_at, one.settled_by_id, one.settled_how, one.note = at, by.account, how, note.strip()[:500]
    one.save(update_fields=["settled_at", "settled_by", "settled_how", "note"])

    record(DisagreementSettled(kind=Kind(one.kind), how=Code(how.value)), about=one, by=by, at=at)


def _do(one: Disagreement, how: Settled, book: Book, by: Actor, at: datetime) -> None:
    if how is Settled.AGAIN and (one.dossier is None or send_anew(dossier=one.dossier, book=book, at=at) is None):
        raise NothingToSend
    if how is Settled.TAKEN:
        Incoming.objects.get_or_create(code=one.code, defaults={"agency": one.agency, "seen_at": at, "next_try": at})
    if how is Settled.THEIRS and one.dossier is not None:
        book.follow(one.dossier, Status(int(one.theirs)), by=by, at=at)


def _refused(row: Outgoing) -> Outgoing:
    row = Outgoing.objects.select_for_update().get(pk=row.pk)
    if row.state != OutgoingState.REFUSED:
        raise NotOpen
    return row


def _not_taken(row: Incoming) -> Incoming:
    row = Incoming.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state != IncomingState.REFUSED:
        raise NotOpen
    return row
