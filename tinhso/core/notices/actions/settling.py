"""What becomes of a way: taken, refused, without an answer; and the next way when one failed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from tinhso.core.notices.actions.gateways import Purse, purse_of
from tinhso.core.notices.clients import NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel, State
from tinhso.core.notices.domain.planning import back_off
from tinhso.core.notices.events import NoticeFailed, NoticeStuck
from tinhso.core.notices.models import Contact, Delivery, Notice
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.writing import update

TRIES = 6
"""So many answers that said nothing, with a line that is well: then the next way is taken."""
Outcome = Sent | Refused | NoAnswer


@dataclass(frozen=True, slots=True)
class Called:
    """A call that ended. `unsure`: an earlier one, for the same letter, may have reached the provider."""

    delivery: int
    unsure: bool
    outcome: Outcome


_TOOK = ("state", "sent_at", "provider", "why", "claimed_until", "unsure", "parts", "cost")
_LEFT = ("claimed_until", "unsure", "due", "attempts", "why", "tried_at", "print")


@transaction.atomic
def settle(calls: Collection[Called], *, repeats: bool, asks: bool, at: datetime) -> None:
    """Write down what became of some calls.

    repeats   a letter sent twice is shown once at the other end · asks   the provider can be asked for it later
    """
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__wording__kind")
    found = rows.in_bulk([call.delivery for call in calls])
    with purse_of(Channel.SMS, at=at) as purse:
        for call in calls:
            row, outcome = found.get(call.delivery), call.outcome
            if row is None or row.state != State.WAITING:
                continue
            if isinstance(outcome, Sent):
                _took(row, outcome, purse, at)
            elif isinstance(outcome, Refused):
                _refused(row, outcome, purse, at)
            else:
                row.unsure = call.unsure
                _silent(row, outcome, may_come_again=repeats or asks, at=at)


def fail(row: Delivery, why: str, *, at: datetime) -> None:
    """This way will not do: take the next. What travelled inside it goes by itself."""
    row.state, row.failed_at, row.why, row.claimed_until, row.unsure = State.FAILED, at, why[:40], None, False
    row.save(update_fields=["state", "failed_at", "why", "claimed_until", "unsure"])
    row.carried.update(state=State.WAITING, carrier=None, digest=False, due=at)
    failed = NoticeFailed(kind=Code(row.notice.kind.code), channel=Code(row.channel), why=Code(row.why))
    record(failed, about=row.notice, by=Actor.system(), at=at, place=row.place)
    take_next_way(row.notice, at=at)


def take_next_way(notice: Notice, *, at: datetime) -> None:
    """Begin the next way of the plan; without one a person has to look at it."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("wording__kind").get(pk=notice.pk)
    done = set(notice.deliveries.values_list("channel", flat=True))
    left = [channel for channel in notice.plan if channel not in done]
    late = notice.until is not None and notice.until <= at
    if left and not late:
        notice.plan = left[1:]
        notice.save(update_fields=["plan"])
        Delivery.objects.create(notice=notice, channel=left[0], order=len(done) + 1, place=notice.place, due=at)
    elif notice.stuck_at is None and not late:
        notice.stuck_at = at
        notice.save(update_fields=["stuck_at"])
        stuck = NoticeStuck(kind=Code(notice.kind.code))
        record(stuck, about=notice, by=Actor.system(), at=at, place=notice.place)


def arrived(row: Delivery, *, at: datetime) -> None:
    """The provider says that it arrived, or a person handed it over."""
    row.state, row.delivered_at, row.claimed_until = State.DELIVERED, at, None
    row.sent_at, row.unsure = row.sent_at or at, False
    row.save(update_fields=["state", "delivered_at", "claimed_until", "sent_at", "unsure"])
    row.carried.update(state=State.DELIVERED, delivered_at=at)


def anew(row: Delivery, *, at: datetime) -> None:
    """Let a way be tried once more, under a new number: the provider must not take it for the old one."""
    row.uuid, row.state, row.due, row.attempts = uuid4(), State.WAITING, at, 0
    row.unsure, row.claimed_until, row.why, row.digest = False, None, "", False
    row.failed_at = row.sent_at = row.delivered_at = row.tried_at = None
    row.save()


def _took(row: Delivery, sent: Sent, purse: Purse, at: datetime) -> None:
    _pay(row, sent, purse)
    row.state, row.sent_at, row.provider, row.why = State.SENT, at, sent.provider, ""
    row.claimed_until, row.unsure = None, False
    update(row, _TOOK)
    if row.digest:
        row.carried.update(sent_at=at)


def _pay(row: Delivery, sent: Sent, purse: Purse) -> None:
    if row.channel == Channel.SMS and sent.cost is not None:
        purse.put_right(row.parts, cost=sent.cost)
        row.cost = sent.cost
    row.parts = sent.parts if row.channel == Channel.SMS else 0


def _refused(row: Delivery, refused: Refused, purse: Purse, at: datetime) -> None:
    if row.channel == Channel.SMS:
        purse.put_right(row.parts, cost=None)
        row.parts = row.cost = 0
        row.save(update_fields=["parts", "cost"])
    if refused.wrong and row.print:
        note_wrong(row, at=at)
    fail(row, refused.why, at=at)


def note_wrong(row: Delivery, *, at: datetime) -> None:
    """Nobody is at this address: it is not used again until it is proven anew."""
    Contact.objects.get_or_create(
        person=row.notice.person, channel=row.channel, print=row.print, defaults={"given_at": at}
    )
    Contact.mark_wrong(row.print, at=at)


def _silent(row: Delivery, silent: NoAnswer, *, may_come_again: bool, at: datetime) -> None:
    """No answer. What was surely not heard, may be repeated or asked for waits; else only a person can decide."""
    unsure = silent.reached or row.unsure
    if unsure and not may_come_again:
        row.state, row.claimed_until, row.unsure, row.why = State.UNSURE, None, True, silent.why
        row.save(update_fields=["state", "claimed_until", "unsure", "why"])
        return
    row.attempts += silent.reached
    if row.attempts >= TRIES:
        fail(row, silent.why, at=at)
        return
    row.unsure, row.claimed_until, row.why = unsure, None, silent.why
    row.due = at + back_off(row.attempts) if silent.reached else at
    if not unsure:
        row.tried_at, row.print = None, ""
    row.save(update_fields=list(_LEFT))
