"""Demo life: counters in four communes, some days that are over, a queue that is alive, hours booked for tomorrow."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush

from django.db.models import Q
from django.utils import timezone

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.people.demo import named_people
from tinhso.government.appointments.actions.booking import Full, Wanted, book_appointment, days_ahead, free_hours
from tinhso.government.appointments.actions.calling import call_next, miss
from tinhso.government.appointments.actions.closing import close_queue
from tinhso.government.appointments.actions.offices import add_opening, open_office, set_counter, sit_down
from tinhso.government.appointments.actions.taking import Taken, take_number
from tinhso.government.appointments.domain.slots import is_open
from tinhso.government.appointments.domain.words import How, Way
from tinhso.government.appointments.models import Counter, Group, Matter, Office, QueueDay, Ticket
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

AFTER = ("accounts", "organisations", "people", "places", "procedures")
OFFICES, PAST_DAYS, A_DAY, WAITING = 3, 2, 12, 9
SERVES: Sequence[tuple[str, ...]] = (("file", "ask"), ("file", "certify", "collect"), ("certify", "collect", "ask"))
EVERY_SIXTH, NOBODY = 6, -1
SYSTEM = Actor.system()


def fill(demo: Demo) -> None:
    """Counters first, then the past, then today and tomorrow."""
    offices = [_with_counters(demo, post) for post in _desks()]
    demo.step(0.2)
    for office in offices:
        _past(demo, office)
    demo.step(0.7)
    for office in offices:
        _today(demo, office)
        _ahead(demo, office)
    demo.step(1)


def _desks() -> Iterator[Post]:
    """The post of the officer everyone knows, then posts with the same title in other communes."""
    here = persona("hac").posts.select_related("organisation__place").get()
    yield here
    others = Post.objects.filter(title=here.title, organisation__name__startswith=here.organisation.name[:20])
    rows = others.exclude(organisation=here.organisation).select_related("organisation__place").order_by("pk")
    seen = {here.organisation_id}
    for post in rows:
        if len(seen) < OFFICES and post.organisation_id not in seen:
            seen.add(post.organisation_id)
            yield post


def _with_counters(demo: Demo, post: Post) -> Office:
    office = open_office(post.organisation, by=SYSTEM, at=demo.now)
    for number, serves in enumerate(SERVES, start=1):
        set_counter(office, number, serves=serves, by=SYSTEM, at=demo.now)
    day = timezone.localdate(demo.now)
    if not is_open(office.reception(day), demo.now):
        _open_now(office, demo.now)
    return office


def _open_now(office: Office, now: datetime) -> None:
    """It is night or Sunday where the demo begins: a market day keeps the office open, so that there is a queue."""
    starts = _today_since(now, minutes=180)
    last = _midnight(now) + timedelta(hours=23, minutes=59, seconds=59)
    ends = min(timezone.localtime(now) + timedelta(hours=4), last)
    add_opening(office, starts=starts, ends=ends, why="Phiên chợ", by=SYSTEM, at=now)


def _today_since(now: datetime, *, minutes: int) -> datetime:
    """So many minutes ago, but not before today began."""
    return max(timezone.localtime(now) - timedelta(minutes=minutes), _midnight(now))


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _past(demo: Demo, office: Office) -> None:
    """Some days with their waits, so that estimates stand on something."""
    day, found = timezone.localdate(demo.now), 0
    while found < PAST_DAYS:
        day -= timedelta(days=1)
        spans = office.calendar().sessions(day)
        if spans:
            found += 1
            _past_day(demo, office, day, spans[0][0])


def _past_day(demo: Demo, office: Office, day: date, opens: datetime) -> None:
    """People come through the morning; whoever sits at a counter serves one after the other."""
    seats = _seats(office, opens)
    agenda = [(opens + timedelta(minutes=demo.random.randint(0, 120)), NOBODY) for _one in range(A_DAY)]
    agenda += [(opens + timedelta(minutes=4 + seat), seat) for seat in range(len(seats))]
    heapify(agenda)
    here: dict[int, Ticket] = {}
    while agenda:
        at, seat = heappop(agenda)
        if seat == NOBODY:
            _take(demo, office, at)
        elif _next(demo, *seats[seat], here, seat, at) or any(one == NOBODY for _at, one in agenda):
            heappush(agenda, (at + timedelta(minutes=demo.random.randint(3, 14)), seat))
    close_queue(QueueDay.objects.get(office=office, day=day), by=SYSTEM, at=at)


def _next(demo: Demo, counter: Counter, by: Actor, here: dict[int, Ticket], seat: int, at: datetime) -> bool:
    """The counter is done with one, who perhaps never came, and calls the next; says whether there was one."""
    before = here.pop(seat, None)
    if before and demo.random.randrange(EVERY_SIXTH * 2) == 0:
        miss(before, by=by, at=at)
    after = call_next(counter, done=before.uuid if before else None, by=by, at=at)
    if after:
        here[seat] = after
    return after is not None


def _today(demo: Demo, office: Office) -> None:
    """The officer everyone knows sits at counter 1, has somebody before them, and others wait."""
    began = _today_since(demo.now, minutes=45)
    counters = _seats(office, began)
    passed = (demo.now - began).total_seconds()
    for share in sorted(demo.random.random() for _one in range(WAITING + 3)):
        _take(demo, office, began + timedelta(seconds=share * passed * 0.95))
    for counter, by in counters:
        call_next(counter, by=by, at=demo.now - timedelta(seconds=passed * 0.03))


def _ahead(demo: Demo, office: Office) -> None:
    """Chị Mỷ comes tomorrow, and some who left no name."""
    matters = list(Matter.objects.all())
    day = next((day for day in days_ahead(office, at=demo.now) if day > timezone.localdate(demo.now)), None)
    hours = [hour for hour in free_hours(office, day, at=demo.now) if hour.left] if day else []
    my = named_people().get("my")
    for count, hour in enumerate(demo.random.sample(hours, min(6, len(hours)))):
        person = my if count == 0 and my and my.home and my.home.parent_id == office.place else None
        wanted = Wanted(
            office=office, matter=demo.random.choice(matters), starts=hour.starts, way=Way.PAGE, person=person
        )
        try:
            book_appointment(wanted, by=SYSTEM, at=demo.now)
        except Full:
            continue


def _seats(office: Office, at: datetime) -> list[tuple[Counter, Actor]]:
    """Who works at the counters: officers of that office, and the head of the one above it, one at each."""
    above = Q(organisation=office.organisation.parent, role=Role.HEAD)
    here = Q(organisation=office.organisation) | above
    posts = Post.objects.in_force(at).filter(here, account__is_active=True)
    accounts = list(Account.objects.filter(pk__in=posts.values("account")).order_by("pk"))
    hac = persona("hac")
    accounts.sort(key=lambda account: account.pk != hac.pk)
    seated = []
    for counter, account in zip(office.counters.current(), accounts, strict=False):
        by = Actor(account=account.pk, person=account.person_id)
        sit_down(counter, by=by, at=at)
        seated.append((counter, by))
    return seated


def _take(demo: Demo, office: Office, at: datetime) -> None:
    groups = list(Group.objects.all())
    group = demo.random.choice(groups) if demo.random.randrange(EVERY_SIXTH) == 0 else None
    matter = demo.random.choice(list(Matter.objects.all()))
    take_number(Taken(office=office, matter=matter, how=How.KIOSK, group=group), by=Actor(), at=at)
