"""The page on which a sample case is walked through a definition, over any holiday."""

import json
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.core.calendar.domain import TermTooLongError, WorkingCalendar
from tinhso.core.cases.actions.keeping import KEEP, province_calendar
from tinhso.core.cases.domain import saying
from tinhso.core.cases.domain.faults import BadDefinition, Fault
from tinhso.core.cases.domain.samples import Way, before_the_longest_rest, dumped, read_sample, sample_of, ways
from tinhso.core.cases.domain.simulation import Sample, Stage, simulate
from tinhso.core.cases.forms.definitions import WalkForm
from tinhso.core.cases.models import Definition
from tinhso.core.cases.views.definitions import said
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.saying import day_of

OPENED_AT = time(9)
AS_WRITTEN, OVER_REST = "steps", "rest"


@needs(KEEP)
def simulate_definition(request: Request, uuid: UUID) -> HttpResponse:
    """Walk a sample: the shortest way to an end, or steps as written; from any day, or from the eve of Tết."""
    found = get_object_or_404(Definition, uuid=uuid)
    known = ways(found.blueprint)
    form = WalkForm(request.POST or None, ways=[(way.end.code, _way_said(way)) for way in known])
    stages: list[Stage] = []
    faults: tuple[Fault, ...] = ()
    if not form.is_bound or form.is_valid():
        calendar = province_calendar()
        try:
            sample = _sample(request, form, known, calendar)
            stages = simulate(found.blueprint, sample, calendar, get_language() or "vi")
            form = _again(form, sample, known, calendar)
        except BadDefinition as bad:
            faults = bad.faults
        except TermTooLongError:
            form.add_error(None, ValidationError(_("No calendar reaches that far. Choose days nearer to now.")))
    values = {"definition": found, "form": form, "stages": stages, "faults": faults, "say": said, "saying": saying}
    wrong = faults or (form.is_bound and form.errors)
    return page(request, "cases/definitions/simulate.html", values, status=422 if wrong else 200)


def _sample(request: Request, form: WalkForm, known: list[Way], calendar: WorkingCalendar) -> Sample:
    """What is walked. Raises BadDefinition when the steps cannot be read."""
    asked = form.cleaned_data if form.is_bound else {}
    wish, written = request.POST.get("walk", ""), asked.get("sample")
    if wish == AS_WRITTEN and written is not None:
        return read_sample(written, calendar.zone)
    start: date = asked.get("start") or day_of(request.at)
    if wish == OVER_REST:
        start = before_the_longest_rest(calendar, day_of(request.at))
    longest = max(known, key=lambda way: len(way.actions))
    way = next((way for way in known if way.end.code == asked.get("way")), longest)
    values = written.get("values") if isinstance(written, dict) else {}
    opened = datetime.combine(start, OPENED_AT, tzinfo=calendar.zone)
    return sample_of(way.actions, values if isinstance(values, dict) else {}, opened, calendar)


def _again(form: WalkForm, sample: Sample, known: list[Way], calendar: WorkingCalendar) -> WalkForm:
    """The form with the sample that was walked, to be changed and walked anew."""
    taken = [step.action for step in sample.steps]
    way = next((way.end.code for way in known if [action.code for action in way.actions] == taken), "")
    chosen = form.cleaned_data.get("way") if form.is_bound else ""
    first = {
        "way": way or chosen,
        "start": sample.opened_at.astimezone(calendar.zone).date(),
        "sample": json.dumps(dumped(sample, calendar.zone), ensure_ascii=False, indent=1),
    }
    return WalkForm(initial=first, ways=[(one.end.code, _way_said(one)) for one in known])


def _way_said(way: Way) -> str:
    steps = " → ".join(said(action.title) for action in way.actions)
    return f"{said(way.end.title)}: {steps}"
