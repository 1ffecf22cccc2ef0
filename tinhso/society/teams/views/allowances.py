"""The monthly sheet of a commune: reckoned, submitted, approved by another person, taken along, printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models import Post
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit import sheets
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions import allowances
from tinhso.society.teams.actions.allowances import APPROVE, KEEP_RULES, SUBMIT
from tinhso.society.teams.actions.teams import office_of
from tinhso.society.teams.domain.allowances import Due, month_before
from tinhso.society.teams.domain.papers import AllowancePaper, PaidLine, allowance_pdf
from tinhso.society.teams.forms.allowances import ReturnForm, RuleForm
from tinhso.society.teams.models import AllowanceRule, Member, Sheet

MONTHS = 6
MADE = {"csv": (sheets.csv_of, "text/csv; charset=utf-8"), "xlsx": (sheets.xlsx_of, sheets.XLSX)}


@dataclass(frozen=True, slots=True)
class Line:
    """One due in words."""

    member: int
    who: str
    team: str
    month: date
    rule: str
    times: int
    amount: int


@needs(SUBMIT)
@require_safe
def allowance_sheets(request: Request) -> HttpResponse:
    """The last months of the commune, and how each stands."""
    commune, last = _commune(request), allowances.last_month(request.at)
    known = {one.month: one for one in Sheet.objects.filter(place=commune)}
    months = [month_before(last, back) for back in range(MONTHS)]
    values = {"commune": commune, "months": [(month, known.get(month)) for month in months]}
    return page(request, "teams/desk/sheets.html", values)


@needs(SUBMIT)
@require_safe
def allowance_sheet(request: Request, month: str) -> HttpResponse:
    """One month, line by line; what was submitted or approved stands as it was then."""
    return _sheet_page(request, _month(month), ReturnForm())


def _sheet_page(request: Request, first: date, back: ReturnForm) -> HttpResponse:
    commune = _commune(request)
    sheet = Sheet.objects.filter(place=commune, month=first).select_related("submitted_by__person").first()
    lines = _lines(request, _dues(sheet, commune, first))
    values = {
        "commune": commune, "month": first, "sheet": sheet, "lines": lines, "total": sum(one.amount for one in lines),
        "may_approve": request.rights.may(APPROVE, place=commune.pk), "back": back,
        "mine": sheet is not None and sheet.submitted_by_id == request.actor.account,
        "over": first <= allowances.last_month(request.at),
    }  # fmt: skip
    return page(request, "teams/desk/sheet.html", values, status=400 if back.errors else 200)


@needs(SUBMIT)
@require_POST
def submit(request: Request, month: str) -> HttpResponse:
    """Put the month before another person."""
    commune, first = _commune(request), _month(month)
    _tried(request, lambda: allowances.submit_sheet(commune, first, by=request.actor, at=request.at))
    return redirect("allowance_sheet", month)


@needs(APPROVE)
@require_POST
def approve(request: Request, month: str) -> HttpResponse:
    """Another person approves it."""
    sheet = _sheet(request, month)
    _tried(request, lambda: allowances.approve_sheet(sheet, by=request.actor, at=request.at))
    return redirect("allowance_sheet", month)


@needs(APPROVE)
@require_POST
def send_back(request: Request, month: str) -> HttpResponse:
    """It is to be put right."""
    sheet, form = _sheet(request, month), ReturnForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, _month(month), form)
    note = form.cleaned_data["note"]
    _tried(request, lambda: allowances.return_sheet(sheet, note=note, by=request.actor, at=request.at))
    return redirect("allowance_sheet", month)


@needs(SUBMIT)
@require_safe
def export(request: Request, month: str, ending: str) -> HttpResponse:
    """The sheet as CSV or XLSX; no cell is taken for a formula."""
    if ending not in MADE:
        raise Http404
    commune, first = _commune(request), _month(month)
    sheet = Sheet.objects.filter(place=commune, month=first).first()
    rows: list[list[str | int]] = [[
        _("Name"), _("Team"), _("For the month"), _("For what"), _("Times"), _("Amount in đồng")
    ]]  # fmt: skip
    rows += [
        [one.who, one.team, f"{one.month:%m/%Y}", one.rule, one.times, one.amount]
        for one in _lines(request, _dues(sheet, commune, first))
    ]
    make, media = MADE[ending]
    answer = HttpResponse(make(rows), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="phu-cap-{commune.code}-{first:%Y-%m}.{ending}"'
    return answer


@needs(SUBMIT)
@require_safe
def print_sheet(request: Request, month: str) -> HttpResponse:
    """The sheet on paper: one line a person, the sum in words, a column to sign."""
    commune, first = _commune(request), _month(month)
    sheet = Sheet.objects.filter(place=commune, month=first).first()
    with override("vi"):
        lines = _lines(request, _dues(sheet, commune, first))
        made = allowance_pdf(_paper(commune, first, sheet, lines), at=request.at)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="phu-cap-{commune.code}-{first:%Y-%m}.pdf"'
    return answer


def _paper(commune: Place, month: date, sheet: Sheet | None, lines: list[Line]) -> AllowancePaper:
    office = office_of(commune)
    approved = sheet is not None and sheet.state == Sheet.State.APPROVED
    return AllowancePaper(
        office=office.name if office else commune.full_name, place=commune.name, month=month,
        standing="" if approved else "Chưa duyệt", lines=_by_person(lines, month),
    )  # fmt: skip


def _by_person(lines: list[Line], month: date) -> list[PaidLine]:
    """The dues of each member on one line, in the order of the sheet."""
    dues = dict[int, list[Line]]()
    for line in lines:
        dues.setdefault(line.member, []).append(line)
    return [
        PaidLine(them[0].who, them[0].team, [_what(one, month) for one in them], sum(one.amount for one in them))
        for them in dues.values()
    ]


def _what(line: Line, month: date) -> str:
    """`Thăm hộ × 3`; for an earlier month its name beside."""
    times = f"{line.rule} × {line.times}" if line.times != 1 else line.rule
    return times if line.month == month else f"{times} (tháng {line.month:%m/%Y})"


@needs(KEEP_RULES)
@require_http_methods(["GET", "POST"])
def allowance_rules(request: Request) -> HttpResponse:
    """Who is paid what from when; another amount begins on a day to come."""
    rules = list(AllowanceRule.objects.order_by("code", "-begins"))
    form = RuleForm(request.POST or None, rules=list({one.code: one for one in reversed(rules)}.values()))
    if form.is_valid():
        try:
            allowances.enter_rule(form.rule, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("allowance_rules")
    status = 400 if form.errors else 200
    return page(request, "teams/desk/rules.html", {"rules": rules, "form": form}, status=status)


def _commune(request: Request) -> Place:
    """The commune of the asker's post (404 for one of the whole province)."""
    post = Post.objects.select_related("place").filter(pk=request.actor.post or 0).first()
    if post is None or post.place.kind != Kind.COMMUNE:
        raise Http404
    return post.place


def _month(told: str) -> date:
    try:
        return date.fromisoformat(f"{told}-01")
    except ValueError as wrong:
        raise Http404 from wrong


def _sheet(request: Request, month: str) -> Sheet:
    sheet = Sheet.objects.filter(place=_commune(request), month=_month(month)).first()
    if sheet is None:
        raise Http404
    return sheet


def _dues(sheet: Sheet | None, commune: Place, month: date) -> list[Due]:
    """As submitted or approved; reckoned now where nothing was, or where it goes back."""
    fixed = sheet is not None and sheet.state != Sheet.State.RETURNED
    return sheet.dues if sheet and fixed else allowances.reckon(commune, month)


def _lines(request: Request, dues: list[Due]) -> list[Line]:
    rows = Member.objects.select_related("person", "team__place").in_bulk({due.member for due in dues})
    titles = {one.code: one.title for one in AllowanceRule.objects.order_by("begins")}
    note_list({one.person.uuid for one in rows.values()}, way=ListWay.LIST, by=request.actor, at=request.at)
    return [
        Line(
            due.member, rows[due.member].person.shown, rows[due.member].team.place.full_name, due.month,
            titles.get(due.rule, due.rule), due.times, due.amount,
        )
        for due in dues
    ]  # fmt: skip


def _tried(request: Request, do: Callable[[], object]) -> None:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
