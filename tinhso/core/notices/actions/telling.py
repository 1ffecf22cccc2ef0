"""Telling people something: one row a person, once, and the first way it goes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from tinhso.core.accounts.actions import more_to_read
from tinhso.core.notices.actions.manners import manners
from tinhso.core.notices.actions.meaning import Reached, reached
from tinhso.core.notices.clients import is_open
from tinhso.core.notices.domain.channels import RINGING, Channel, State
from tinhso.core.notices.domain.planning import first_due, ways
from tinhso.core.notices.domain.values import Kept, Value, kept
from tinhso.core.notices.events import NoticeStuck, NoticeTold
from tinhso.core.notices.models import Delivery, Kind, Notice, Wording
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

AT_ONCE = 500


class NoWordsError(LookupError):
    """No words are published for a kind: its system did not declare it."""


def tell(
    kind: str,
    people: Iterable[UUID],
    *,
    values: Mapping[str, Value],
    cause: str,
    link: str = "",
    until: datetime | None = None,
    way: Channel | None = None,
    at: datetime,
) -> int:
    """Tell people something, each in their own language and by their own way. Says how many are told now.

    cause   what it follows from, the same at each try: who was told of it is not told again
    link    the page it leads to, as a path
    until   after that nobody wants to hear it any more
    way     the one way that was asked for, instead of their own

    Whoever is dead, forgotten, or refused this kind (where that is allowed) is left out. Raises NoWordsError, and
    ValueWrong when the values are not those that the kind declares.
    """
    wording = Wording.objects.published().select_related("kind").filter(kind__code=kind).first()
    if wording is None:
        raise NoWordsError(kind)
    said = kept(wording.kind.declared, values)
    wanted = list(dict.fromkeys(people))
    told = 0
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        told += _tell(wording, some, values=said, cause=cause, link=link, until=until, way=way, at=at)
    return told


def can_be_told(person: UUID) -> bool:
    """Whether a message reaches someone by more than paper: a telephone, an address, a browser or an account."""
    found = reached([person], kind="")
    return any(one.account or one.means.phone or one.means.push or one.means.email for one in found)


@transaction.atomic
def _tell(
    wording: Wording,
    people: Sequence[UUID],
    *,
    values: Mapping[str, Kept],
    cause: str,
    link: str,
    until: datetime | None,
    way: Channel | None,
    at: datetime,
) -> int:
    kind = wording.kind
    wanted = [one for one in reached(people, kind=kind.code) if not (kind.refusable and one.wish.refused)]
    plans = {one.person: _plan(one, kind, way) for one in wanted}
    made = [
        Notice(
            uuid=uuid4(),
            wording=wording,
            person=one.person,
            cause=cause,
            values=values,
            language=one.wish.language,
            place=one.home,
            link=link,
            plan=[channel.value for channel in plans[one.person][1:]],
            until=until,
            told_at=at,
            stuck_at=None if plans[one.person] or one.account or kind.refusable else at,
        )
        for one in wanted
    ]
    new = _written(made)
    _begin(new, {one.person: one for one in wanted}, plans, at=at)
    more_to_read([notice.person for notice in new])
    _record(kind.code, new, at)
    return len(new)


def _plan(one: Reached, kind: Kind, way: Channel | None) -> list[Channel]:
    if way is not None:
        return [way] if one.means.reach(way) else []
    return ways(one.means, one.wish, is_open=partial(_is_open, kind.code), must=not kind.refusable)


def _is_open(kind: str, channel: Channel) -> bool:
    return is_open(channel, kind)


def _written(made: Sequence[Notice]) -> list[Notice]:
    """Write what is not there yet, and give back what was written, with keys."""
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    keys = dict(Notice.objects.filter(uuid__in=[one.uuid for one in made]).values_list("uuid", "pk"))
    new = [notice for notice in made if notice.uuid in keys]
    for notice in new:
        notice.pk = keys[notice.uuid]
    return new


def _begin(
    notices: Sequence[Notice], people: Mapping[UUID, Reached], plans: Mapping[UUID, list[Channel]], *, at: datetime
) -> None:
    """The first way of each."""
    house, rung = manners(), _rung(list(people), at)
    local, deliveries = timezone.localtime(at), []
    for notice in notices:
        plan, wish = plans[notice.person], people[notice.person].wish
        if plan:
            due, digest = first_due(
                plan[0],
                wish,
                house,
                urgent=notice.kind.urgent,
                waits=wish.digest and notice.kind.digest,
                rung=rung[notice.person],
                at=local,
            )
            deliveries.append(
                Delivery(notice=notice, channel=plan[0].value, place=notice.place, due=due, digest=digest)
            )
    Delivery.objects.bulk_create(deliveries)


def _rung(people: Sequence[UUID], at: datetime) -> Counter[UUID]:
    """How often the telephone of each was made to ring on this day, or will be."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Delivery.objects.filter(
        notice__person__in=people,
        notice__told_at__gte=midnight - timedelta(days=1),
        channel__in=RINGING,
        due__gte=midnight,
        due__lt=midnight + timedelta(days=1),
    ).exclude(state=State.FAILED)
    counted = today.values_list("notice__person").annotate(times=Count("id"))
    return Counter(dict(counted))


def _record(kind: str, notices: Sequence[Notice], at: datetime) -> None:
    """One entry for each place; about the notice when one person of it was told."""
    by_place: dict[int | None, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_place[notice.place].append(notice)
    for place, some in by_place.items():
        told = NoticeTold(kind=Code(kind), people=len(some))
        about = some[0] if len(some) == 1 else some[0].wording
        record(told, about=about, by=Actor.system(), at=at, place=place)
    for notice in notices:
        if notice.stuck_at:
            record(NoticeStuck(kind=Code(kind)), about=notice, by=Actor.system(), at=at, place=notice.place)
