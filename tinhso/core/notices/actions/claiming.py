"""Taking what is due in hand: limits looked at, addresses opened, the words said; all before any call."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from tinhso.core.notices.actions.gateways import Purse, purse_of
from tinhso.core.notices.actions.manners import manners
from tinhso.core.notices.actions.settling import fail
from tinhso.core.notices.clients import Letter
from tinhso.core.notices.domain.channels import RINGING, Channel, State
from tinhso.core.notices.domain.hours import Quiet, may_ring_from
from tinhso.core.notices.domain.lengths import length_of
from tinhso.core.notices.domain.limits import DAY, free_from, is_ours
from tinhso.core.notices.domain.planning import Manners
from tinhso.core.notices.domain.values import said
from tinhso.core.notices.domain.wording import Said
from tinhso.core.notices.models import Choice, Contact, Delivery, Proof, Reply
from tinhso.core.notices.models.people import print_of
from tinhso.core.people.models import Person
from tinhso.kit.writing import update

CLAIM = timedelta(seconds=90)
"""A worker that died lets go of what it had in hand after this long."""
_CLAIMED = ("claimed_until", "unsure", "tried_at", "print", "parts", "cost")
JOINABLE = frozenset({Channel.PUSH, Channel.SMS, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter in hand. `unsure`: an earlier call may have reached the provider."""

    delivery: int
    letter: Letter
    unsure: bool


@transaction.atomic
def claim(channel: Channel, most: int, *, at: datetime) -> list[Claimed]:
    """Take at most so many that are due: each row says that a call is under way before it is made.

    What cannot go (no such number any more, too late, no money left) takes its next way here; what would be too much
    for one number waits.
    """
    due = Delivery.objects.due(channel, at).select_related("notice__wording__kind")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
    if not rows:
        return []
    people = {row.notice.person for row in rows}
    addresses, quiet = _addresses(channel, people), _quiet(channel, people)
    texted = list(addresses.values()) if channel is Channel.SMS else []
    house = manners()
    awake = [row for row in rows if not _sleeps(row, quiet, house, at)]
    with purse_of(channel, at=at) as purse:
        limits = Limits(texted, purse, at)
        claimed = [one for row in awake if (one := _taken(row, addresses, limits, at))]
    for one in claimed:
        update(one.row, _CLAIMED)
    return [Claimed(one.row.pk, one.letter, one.was_unsure) for one in claimed]


@transaction.atomic
def let_go(deliveries: Sequence[Claimed]) -> None:
    """Put back what was taken in hand and never called. What it would have cost is asked for again the next time."""
    for one in deliveries:
        mine = Delivery.objects.filter(pk=one.delivery, state=State.WAITING)
        never = {} if one.unsure else {"tried_at": None, "print": ""}
        mine.update(claimed_until=None, unsure=one.unsure, **never)


@transaction.atomic
def join_evening(channel: Channel, *, at: datetime) -> None:
    """What waited for the evening and goes to one person by one channel becomes one message."""
    if channel not in JOINABLE:
        return
    due = Delivery.objects.due(channel, at).filter(digest=True, unsure=False)
    several = due.order_by().values_list("notice__person").annotate(many=Count("id")).filter(many__gt=1)
    for person, _many in several[:200]:
        rows = list(due.filter(notice__person=person).select_for_update(skip_locked=True, of=("self",)))
        if len(rows) > 1:
            others = [row.pk for row in rows[1:]]
            Delivery.objects.filter(pk__in=others).update(state=State.CARRIED, carrier=rows[0])


@dataclass(slots=True)
class _Taken:
    row: Delivery
    letter: Letter
    was_unsure: bool


class Numbers:
    """How often each number was written to, with what is added here."""

    def __init__(self, addresses: Sequence[str], at: datetime) -> None:
        self._at, self._sent = at, defaultdict[str, list[datetime]](list)
        for mark, moment in _recent([print_of(address) for address in addresses], at):
            self._sent[mark].append(moment)

    def free_from(self, mark: str) -> datetime:
        return free_from(self._sent[mark], at=self._at)

    def add(self, mark: str) -> None:
        self._sent[mark].append(self._at)


class Limits(Numbers):
    """What this claim may still send: to each number, and for how much."""

    def __init__(self, addresses: Sequence[str], purse: Purse, at: datetime) -> None:
        super().__init__(addresses, at)
        self.purse = purse


def _recent(prints: Sequence[str], at: datetime) -> list[tuple[str, datetime]]:
    if not prints:
        return []
    since = at - DAY
    tried = Delivery.objects.filter(print__in=prints, tried_at__gt=since, channel=Channel.SMS).exclude(
        state=State.FAILED
    )
    codes = Proof.objects.filter(print__in=prints, asked_at__gt=since, channel=Channel.SMS)
    replies = Reply.objects.filter(print__in=prints, asked_at__gt=since)
    asked = [*codes.values_list("print", "asked_at"), *replies.values_list("print", "asked_at")]
    moments = [*tried.values_list("print", "tried_at"), *asked]
    return [(mark, moment) for mark, moment in moments if moment]


def _quiet(channel: Channel, people: set[UUID]) -> dict[UUID, Quiet] | None:
    """The quiet hours that each chose for oneself; None for a channel that makes no sound."""
    if channel not in RINGING:
        return None
    chosen = Choice.objects.filter(person__in=people, kind="").exclude(quiet="")
    return {person: Quiet.read(text) for person, text in chosen.values_list("person", "quiet")}


def _sleeps(row: Delivery, quiet: dict[UUID, Quiet] | None, house: Manners, at: datetime) -> bool:
    """Whether the person is not to be woken now: what was held up until the night waits for the morning."""
    if quiet is None or row.notice.kind.urgent or row.unsure:
        return False
    local = timezone.localtime(at)
    rings = may_ring_from(local, quiet.get(row.notice.person, house.quiet), house.is_holiday)
    if rings <= local:
        return False
    row.due = rings
    row.save(update_fields=["due"])
    return True


def _taken(row: Delivery, addresses: Mapping[UUID, str], limits: Limits, at: datetime) -> _Taken | None:
    notice, channel = row.notice, row.way
    address = addresses.get(notice.person, "")
    if notice.until is not None and notice.until <= at:
        fail(row, "too_late", at=at)
    elif not address or (channel in (Channel.SMS, Channel.ZALO) and not is_ours(address)):
        fail(row, "no_address", at=at)
    else:
        letter = letter_of(row, address)
        if row.unsure or channel is not Channel.SMS or _may_go(row, letter, address, limits, at):
            return _mark(row, letter, address, at)
    return None


def _mark(row: Delivery, letter: Letter, address: str, at: datetime) -> _Taken:
    was_unsure, row.unsure = row.unsure, True
    row.claimed_until, row.tried_at, row.print = at + CLAIM, at, print_of(address)
    return _Taken(row, letter, was_unsure)


def _may_go(row: Delivery, letter: Letter, address: str, limits: Limits, at: datetime) -> bool:
    """Whether the number, the month and the purse allow one more text message; else it waits or goes another way."""
    mark = print_of(address)
    free = limits.free_from(mark)
    if free > at:
        row.due = free
        row.save(update_fields=["due"])
        return False
    if row.parts == 0:
        parts = length_of(letter.short).parts
        if not limits.purse.take(parts):
            fail(row, "budget", at=at)
            return False
        row.parts, row.cost = parts, parts * settings.SMS_PRICE
    limits.add(mark)
    return True


def letter_of(row: Delivery, address: str) -> Letter:
    """The letter of a way, with what travels in it."""
    notice = row.notice
    told = [notice.said(), *(one.notice.said() for one in _carried(row))]
    gaps = notice.kind.declared.items()
    values = {
        name: said(gap, notice.values[name], language=notice.language, base=settings.ADDRESS) for name, gap in gaps
    }
    base = "" if row.channel == Channel.PUSH or not notice.link else settings.ADDRESS.rstrip("/")
    return Letter(
        number=row.uuid.hex,
        to=address,
        subject=told[0].subject if len(told) == 1 else f"{told[0].subject} (+{len(told) - 1})",
        short="\n".join(_short(one, row.way) for one in told),
        long="\n\n".join(one.long for one in told),
        kind=notice.kind.code,
        link=base + notice.link,
        values=values,
    )


def _short(one: Said, channel: Channel) -> str:
    return one.sms if channel is Channel.SMS else one.short


def _carried(row: Delivery) -> list[Delivery]:
    if not row.digest:
        return []
    return list(row.carried.filter(state=State.CARRIED).select_related("notice__wording__kind").order_by("id"))


def _addresses(channel: Channel, people: set[UUID]) -> dict[UUID, str]:
    """Where each can be reached by a channel now."""
    if channel in (Channel.SMS, Channel.ZALO):
        living = Person.objects.living().filter(uuid__in=people, phone__isnull=False)
        return {uuid: str(phone) for uuid, phone in living.values_list("uuid", "phone")}
    usable = Contact.objects.usable().filter(person__in=people, channel=channel.value).order_by("given_at", "id")
    return {one.person: one.address for one in usable}
