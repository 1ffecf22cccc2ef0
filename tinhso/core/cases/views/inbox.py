"""One inbox for each officer, over all systems: due soonest first, and what changed since yesterday."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions.picking import GIVE, Outcome, do_with_many, safe_together
from tinhso.core.cases.domain.definition import StateRule
from tinhso.core.cases.models import Transfer
from tinhso.core.cases.models.lines import (
    CHANGED,
    DONE,
    LOADS,
    CaseLine,
    Load,
    inbox_lines,
    owners_of,
    sides_of,
    states_of,
)
from tinhso.core.cases.models.teams import colleagues_of, handed_over
from tinhso.core.cases.views.addresses import Look, look_of
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs
from tinhso.kit.folding import fold
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.rendering import rendering
from tinhso.kit.saying import day_of, say_clock, say_day, say_left

MOST_LOOKED_THROUGH, MOST_HANDED = 20, 20
LATE, TODAY, LATER = 0, 1, 2
SOON = timedelta(hours=5)
LISTS = ("mine", "waiting", "pool", "done")


class Reader(NamedTuple):
    """Who reads a work list, and when: their language, whose cases they answer for, the day and the end of it."""

    spoken: str
    owners: frozenset[int]
    at: datetime
    today: date
    tonight: datetime


class Row(NamedTuple):
    """One line of the inbox, ready to be shown. `tone`: late, soon or empty; `falls`: LATE, TODAY or LATER.

    `name` is the applicant's, where the reader answers for the case: the applicant sees who does. `about` says the
    name, the place and the step.
    """

    line: CaseLine
    href: str
    icon: str
    thread: int | None
    about: str
    step: str
    due: str
    tone: str
    falls: int
    name: str


class Group(NamedTuple):
    """Lines under one heading."""

    title: str
    tone: str
    rows: list[Row]


class News(NamedTuple):
    """What became of a case since yesterday."""

    row: Row
    what: str
    at: datetime


class Filter(NamedTuple):
    """One way to narrow the inbox, with how many it leaves where that is known."""

    title: str
    href: str
    here: bool
    number: int | None


@needs("handle_cases")
@require_safe
def inbox(request: Request) -> HttpResponse:
    """What waits for the one who asks; the filters stand in the address."""
    which = request.GET.get("list", "mine")
    which = which if which in LISTS else "mine"
    system, typed = request.GET.get("system", "")[:40], request.GET.get("q", "").strip()[:80]
    lines, following = _lines(request, which, system, typed)
    rows = rows_of(lines, request.at, owners=owners_of(request.rights, request.actor.account))
    loads, picking = _loads(request), "pick" in request.GET
    values = {
        "which": which,
        "system": system,
        "typed": typed,
        "groups": _grouped(rows, which),
        "next_url": _address(list=which, system=system, after=following) if following else "",
        "lists": _lists(loads, which, system),
        "systems": _systems(loads, which, system),
        "news": _news(request) if which == "mine" and not (system or typed) else [],
        "summary": _summary(rows, which, more=bool(following)),
        "handed": _handed(request) if which == "waiting" else [],
        "picking": picking,
        "safe": safe_together(lines) if picking else [],
        "colleagues": colleagues_of(request.rights, at=request.at) if picking else [],
        "spoken": get_language() or "vi",
    }
    return page(request, "cases/inbox.html", values)


@needs("handle_cases")
@require_POST
def bulk(request: Request) -> HttpResponse:
    """One thing done with several cases, each for itself; what could not be done is said with its reason."""
    cases = _uuids(request.POST.getlist("case"))
    what = request.POST.get("do", "")
    what = f"{GIVE}:{request.POST.get('to', '')}" if what == GIVE else what
    _tell(request, do_with_many(what, cases, rights=request.rights, by=request.actor, at=request.at))
    if desks := _uuids([request.POST.get("desk", "")]):
        return redirect("team_desk", desks[0])
    return redirect(url("inbox") + _query(request.POST.get("back", "")))


@home_card("desk", "handle_cases")
def my_work(request: Request) -> Card | None:
    """What waits at one's desk today."""
    found, reader = inbox_lines(request.rights, request.actor.account), _reader(request.at)
    if not found.rows:
        return None
    fall = [_falls(line, reader) for line in found.rows]
    late, today = fall.count(LATE), fall.count(TODAY)
    number = f"{len(found.rows)}+" if found.next else str(len(found.rows))
    text = _("%(late)s late, %(today)s due today.") % {"late": late, "today": today}
    return Card(
        title=_("My work: %(number)s") % {"number": number},
        text=text, url=url("inbox"), icon="tray", tone="late" if late else "turn", count=len(found.rows),
    )  # fmt: skip


def rows_of(lines: Iterable[CaseLine], at: datetime, *, owners: frozenset[int] = frozenset()) -> list[Row]:
    """Lines as a work list shows them to these owners, all told of one moment."""
    listed, reader = list(lines), _reader(at, owners)
    states, looks = states_of(listed), {system: look_of(system) for system in {line.system for line in listed}}
    with rendering(at):
        return [_row(line, states[line.id], looks[line.system], reader) for line in listed]


def _reader(at: datetime, owners: frozenset[int] = frozenset()) -> Reader:
    today = day_of(at)
    return Reader(get_language() or "vi", owners, at, today, _midnight(today + timedelta(days=1)))


def _row(line: CaseLine, state: StateRule, look: Look, reader: Reader) -> Row:
    falls = _falls(line, reader)
    due, tone = _due(line, falls, reader)
    name = line.applicant__full_name or "" if line.owner_id in reader.owners else ""
    step = state.title.said(reader.spoken)
    about = f"{name} · {line.place__name} · {step}" if name else f"{line.place__name} · {step}"
    return Row(line, look.address.format(line.uuid), look.icon, look.thread, about, step, due, tone, falls, name)


def _due(line: CaseLine, falls: int, reader: Reader) -> tuple[str, str]:
    if line.finished_at is not None:
        return _("done %(day)s") % {"day": say_day(line.finished_at, reader.today)}, ""
    if line.stopped_at is not None:
        return _("clock stopped"), ""
    if falls == LATE:
        return say_left(line.due_at), "late"
    if line.due_at - reader.at < SOON:
        return say_left(line.due_at), "soon"
    if falls == TODAY:
        return _("before %(hour)s") % {"hour": say_clock(line.due_at)}, ""
    return say_day(line.due_at, reader.today), ""


def _falls(line: CaseLine, reader: Reader) -> int:
    if line.is_late(reader.at):
        return LATE
    running = line.stopped_at is None and line.finished_at is None
    return TODAY if running and line.due_at < reader.tonight else LATER


def _grouped(rows: list[Row], which: str) -> list[Group]:
    if which == "done":
        return [Group(_("Done this week"), "", rows)] if rows else []
    titles = ((_("Late"), "late"), (_("Done by today"), ""), (_("Tomorrow and later"), ""))
    parts: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    for row in rows:
        parts[row.falls].append(row)
    return [Group(title, tone, part) for (title, tone), part in zip(titles, parts, strict=True) if part]


def _lines(request: Request, which: str, system: str, typed: str) -> tuple[list[CaseLine], str]:
    account = request.actor.account
    if which == "done":
        return DONE(owners_of(request.rights, account), _monday(request.at)), ""
    if typed:
        return _named(request, which, system, typed), ""
    found = inbox_lines(request.rights, account, which=which, system=system, after=request.GET.get("after", ""))
    return found.rows, found.next


def _named(request: Request, which: str, system: str, typed: str) -> list[CaseLine]:
    """Those of one's own list whose title, code or place holds what was typed, with or without accents."""
    wanted, found, after = fold(typed), list[CaseLine](), ""
    for _page in range(MOST_LOOKED_THROUGH):
        part = inbox_lines(request.rights, request.actor.account, which=which, system=system, after=after)
        found += [line for line in part.rows if wanted in fold(line.words)]
        after = part.next
        if not after:
            break
    return found


def _handed(request: Request) -> list[Transfer]:
    """What was handed over and can still be taken back."""
    return list(handed_over(request.rights).select_related("case", "came").order_by("-pk")[:MOST_HANDED])


def _monday(at: datetime) -> datetime:
    today = timezone.localdate(at)
    return _midnight(today - timedelta(days=today.weekday()))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _news(request: Request) -> list[News]:
    """What came or changed since the last working day began."""
    calendar, day = working_calendar(), timezone.localdate(request.at) - timedelta(days=1)
    while not calendar.is_working_day(day) and (timezone.localdate(request.at) - day).days < 14:
        day -= timedelta(days=1)
    since = _midnight(day)
    owners = owners_of(request.rights, request.actor.account)
    rows = rows_of(CHANGED(owners, since, *sides_of(request.rights)), request.at, owners=owners)
    return [News(row, _what(row, since), row.line.changed_at) for row in rows]


def _what(row: Row, since: datetime) -> str:
    if row.line.opened_at >= since:
        return _("New")
    return row.step if row.line.entered_at >= since else _("Changed")


def _loads(request: Request) -> list[Load]:
    return LOADS(owners_of(request.rights, request.actor.account), *sides_of(request.rights))


def _lists(loads: list[Load], which: str, system: str) -> list[Filter]:
    titles = {"mine": _("Mine"), "waiting": _("With others"), "pool": _("Nobody's yet"), "done": _("Done this week")}
    numbers: dict[str, int | None] = {
        "mine": sum(load.number - load.waiting for load in loads),
        "waiting": sum(load.waiting for load in loads),
    }
    return [
        Filter(title, _address(list=name, system=system), name == which, numbers.get(name))
        for name, title in titles.items()
    ]


def _systems(loads: list[Load], which: str, system: str) -> list[Filter]:
    """The fields of work that one's inbox holds; none to choose from when there is one only."""
    held = sorted({load.system for load in loads} | ({system} if system else set()))
    if len(held) < 2:
        return []
    everything = Filter(_("Everything"), _address(list=which), not system, None)
    return [
        everything,
        *(Filter(str(look_of(one).title), _address(list=which, system=one), one == system, None) for one in held),
    ]


def _summary(rows: list[Row], which: str, *, more: bool) -> str:
    if which != "mine" or not rows:
        return ""
    number, today = len(rows), sum(row.falls != LATER for row in rows)
    told = ngettext("%(number)s task.", "%(number)s tasks.", number) % {"number": f"{number}{'+' if more else ''}"}
    pressing = _("%(number)s of them have to be done today.") if today else _("Nothing has to be done today.")
    return f"{told} {pressing % {'number': today}}"


def _tell(request: Request, result: Outcome) -> None:
    if result.done:
        told = ngettext("%(number)s case done.", "%(number)s cases done.", result.done) % {"number": result.done}
        messages.success(request, told)
    for ref, reason in result.refused:
        messages.error(request, f"{ref}: {reason}")


def _uuids(typed: list[str]) -> list[UUID]:
    return [UUID(one) for one in typed[:200] if _is_uuid(one)]


def _is_uuid(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def _address(**asked: str) -> str:
    kept = {name: value for name, value in asked.items() if value and (name, value) != ("list", "mine")}
    return url("inbox") + (f"?{urlencode(kept)}" if kept else "")


def _query(back: str) -> str:
    """Only the filters of this page are taken back from what was sent."""
    which, _dash, system = back[:80].partition(" ")
    kept = {"list": which if which in LISTS else "", "system": system if system.isidentifier() else ""}
    return "?" + urlencode({name: value for name, value in kept.items() if value}) if any(kept.values()) else ""
