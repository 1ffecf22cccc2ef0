"""The commune's screen: who is called, how long people wait. No name stands on it; it asks again every few seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from tinhso.core.speech.actions.house_words import said_to_all
from tinhso.government.appointments.models import Counter, Matter, Office, QueueDay, Ticket
from tinhso.government.appointments.models.offices import titles_of
from tinhso.government.appointments.views.telling import Told, call_said, waits_told
from tinhso.government.appointments.views.whose import office_open, today
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page

CALLS, NEXT = 6, 8
SPOKEN_NUMBERS, SPOKEN_COUNTERS = 300, 9
"""Numbers and counters whose calls are made once for everyone; a higher one is said all the same."""


@dataclass(frozen=True, slots=True)
class Call:
    """A number that was called, and what is said of it. `key` changes with each call."""

    number: int
    counter: int
    said: str
    key: str


@open_to_all
@require_safe
def screen(request: Request, uuid: UUID) -> HttpResponse:
    """The whole page, for a big screen; it is complete and renews itself without script too."""
    office = office_open(uuid)
    values = _now(request, office) | {"part": reverse("screen_now", args=[uuid])}
    return page(request, "appointments/screen/screen.html", values)


@open_to_all
@require_safe
def screen_now(request: Request, uuid: UUID) -> HttpResponse:
    """What has changed, for a screen that is open already; nothing (304) while all is as it was a minute ago."""
    mark = _mark(request, uuid)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    answer = page(request, "appointments/screen/now.html", _now(request, office_open(uuid)))
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _mark(request: Request, uuid: UUID) -> str:
    """What the screen shows depends on the queue, the minute and the language."""
    turn = QueueDay.objects.filter(office__uuid=uuid, day=today(request)).values_list("turn", flat=True).first()
    language = translation.get_language() or "vi"
    return f'"{turn or 0}-{timezone.localtime(request.at):%d%H%M}-{language}"'


def _now(request: Request, office: Office) -> dict[str, object]:
    day = today(request)
    called = Ticket.objects.called(office.pk, day).select_related("counter")[:CALLS]
    waiting = Ticket.objects.waiting(office.pk, day).values_list("number", flat=True)[: NEXT + 1]
    found = list(Matter.objects.filter(retired_at=None))
    waits: list[tuple[Matter, Told]] = waits_told(office, found, day=day, at=request.at)
    return {
        "office": office,
        "calls": [_call(ticket) for ticket in called],
        "next": list(waiting),
        "most": NEXT,
        "waits": waits,
        "counters": _counters(office, found),
    }


def _call(ticket: Ticket) -> Call:
    counter = ticket.counter.number if ticket.counter else 0
    key = f"{ticket.number}-{counter}-{ticket.calls}"
    return Call(ticket.number, counter, call_said(ticket.number, counter), key)


def _counters(office: Office, found: list[Matter]) -> list[tuple[int, str]]:
    rows = Counter.objects.current().filter(office=office)
    return [(counter.number, titles_of(counter.serves, found)) for counter in rows]


@said_to_all
def calls_of_numbers(language: str) -> Iterator[str]:
    """Every call that a screen may say: the same for all, so each has a sound of its own that is kept."""
    with translation.override(language):
        for counter in range(1, SPOKEN_COUNTERS + 1):
            for number in range(1, SPOKEN_NUMBERS + 1):
                yield call_said(number, counter)
