"""The list of directives, its filters in the address; from a case of the inbox to its directive."""

from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import cursor_of
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.pages import page
from tinhso.kit.saying import say_day
from tinhso.operations.directives.apps import ISSUE, SEE
from tinhso.operations.directives.domain.words import RUNNING, STATES
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.models.directives import DirectiveQuerySet

A_PAGE = 30
WAITS, MINE, ALL = "todo", "issued", "all"


class Row(NamedTuple):
    """One line of the list."""

    one: Directive
    due: str
    late: bool


@needs(SEE)
@require_safe
def directives(request: Request) -> HttpResponse:
    """What waits for the asker, what their office issued, or all within reach; the one due first comes first."""
    whose = request.GET.get("whose", WAITS)
    whose = whose if whose in (WAITS, MINE, ALL) else WAITS
    state, late = request.GET.get("state", ""), request.GET.get("late", "") == "1"
    rows = _filtered(_whose(request, whose), state, request.at if late else None)
    found = list(rows.for_page().by_due(request.GET.get("after", ""))[: A_PAGE + 1])
    shown, asked = found[:A_PAGE], _asked(whose=whose, state=state if state in STATES else "", late=late)
    values = {
        "rows": [_row(one, request.at) for one in shown], "whose": whose, "state": state, "late": late,
        "tabs": [(word, f"?whose={key}", key == whose) for key, word in _tabs(request)],
        "states": [(key, word) for key, (word, _icon, _tone) in STATES.items()],
        "next_url": f"?{asked}&after={cursor_of(shown[-1].case)}" if len(found) > A_PAGE else "",
        "may_issue": request.rights.may(ISSUE),
    }  # fmt: skip
    return page(request, "directives/list.html", values)


@signed_in
@require_safe
def directives_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its directive."""
    case = get_object_or_404(Case.objects.visible_to(request.rights), uuid=uuid)
    return redirect("directive", get_object_or_404(Directive, case=case).uuid)


def _whose(request: Request, whose: str) -> DirectiveQuerySet:
    rows = Directive.objects.all()
    if whose == WAITS:
        return rows.to_do(request.rights)
    return rows.issued_by(request.rights) if whose == MINE else rows.reached(request.rights)


def _filtered(rows: DirectiveQuerySet, state: str, late_at: datetime | None) -> DirectiveQuerySet:
    if state in STATES:
        rows = rows.filter(case__state=state)
    return rows if late_at is None else rows.late(late_at)


def _tabs(request: Request) -> list[tuple[str, str]]:
    issued = [(MINE, _("Issued by us"))] if request.rights.may(ISSUE) else []
    return [(WAITS, _("Waits for me")), *issued, (ALL, _("All"))]


def _asked(*, whose: str, state: str, late: bool) -> str:
    return urlencode({"whose": whose} | ({"state": state} if state else {}) | ({"late": "1"} if late else {}))


def _row(one: Directive, at: datetime) -> Row:
    return Row(one, _due(one, timezone.localdate(at)), one.case.state in RUNNING and one.case.is_late(at))


def _due(one: Directive, today: date) -> str:
    return _("by %(day)s") % {"day": say_day(one.case.due_at, today)}
