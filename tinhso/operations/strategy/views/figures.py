"""One target with its way and its figures; declaring, verifying, withdrawing; the page of an office."""

from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models import Post
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.actions.figures import (
    DECLARE,
    SEE,
    VERIFY,
    declare_figure,
    may_declare,
    verify_figure,
    withdraw_figure,
)
from tinhso.operations.strategy.actions.strategies import SET
from tinhso.operations.strategy.domain.tables import methods
from tinhso.operations.strategy.domain.tables import said as title_of
from tinhso.operations.strategy.domain.words import FIGURE_WORDS, FigureState, Origin
from tinhso.operations.strategy.forms.figures import FigureForm, WithdrawForm
from tinhso.operations.strategy.models import Figure, Target
from tinhso.operations.strategy.models.boards import rows_of
from tinhso.operations.strategy.views.strategies import target_of
from tinhso.operations.strategy.views.told import TargetSaid, say_parts, say_value
from tinhso.warehouse import models as facts
from tinhso.warehouse.definitions import known


@needs(SEE)
@require_safe
def target(request: Request, uuid: UUID) -> HttpResponse:
    """History, target, forecast with its table, what each year must bring, who answers, all figures side by side."""
    found = target_of(uuid)
    said, figures = TargetSaid(rows_of([found])[0]), list(Figure.objects.filter(target=found).beside())
    leads = said.leading(figures)
    place = found.goal.strategy.place_id
    values = {
        "said": said, "target": found, "chart": said.chart(figures),
        "figures": [
            (year, [FigureSaid(row, found, leads=row.pk in leads) for row in rows])
            for year, rows in groupby(figures, key=lambda row: row.year)
        ], "method": title_of(methods()[found.method]),
        "versions": list(found.versions.order_by("-number")), "say_value": say_value,
        "indicators": [known()[code].title for code in found.indicators if code in known()],
        "may_set": request.rights.may(SET, place=place), "may_declare": _may_declare(request, found),
    }  # fmt: skip
    return page(request, "strategy/target.html", values)


class FigureSaid:
    """One figure as tables and its own page tell it."""

    def __init__(self, row: Figure, target: Target, *, leads: bool = False) -> None:
        self.leads = leads
        self.row, self.value = row, say_value(row.value, target.measured_in)
        self.parts = say_parts(row, target)
        self.state, self.waits = FIGURE_WORDS[FigureState(row.state)], row.state == FigureState.WAITS
        self.gone = row.state == FigureState.WITHDRAWN
        self.origin = facts.Origin(row.origin).label
        self.post = row.declared_post.title if row.declared_post else ""


@needs(DECLARE)
@require_safe
def my_targets(request: Request) -> HttpResponse:
    """What the asker's office answers for, and which figures wait for another person there."""
    post = _post(request)
    offices = [key for key in (post.organisation_id, post.organisation.parent_id) if key] if post else []
    mine = Target.objects.filter(owner__in=offices).select_related("goal__strategy", "owner")
    targets = [TargetSaid(row) for row in rows_of(mine.order_by("-goal__strategy__until", "goal__number", "number"))]
    waiting = Figure.objects.waiting().filter(target__owner__in=offices).select_related("target")
    values = {
        "post": post,
        "targets": targets,
        "waiting": [(row, say_value(row.value, row.target.measured_in)) for row in waiting.order_by("pk")],
    }
    return page(request, "strategy/mine.html", values)


@needs(DECLARE)
@require_http_methods(["GET", "POST"])
def declare(request: Request, uuid: UUID) -> HttpResponse:
    """A figure of a year, with the paper it stands in."""
    found = target_of(uuid)
    if not _may_declare(request, found):
        raise Http404
    form = FigureForm(
        request.POST or None, request.FILES or None, target=found, this_year=timezone.localdate(request.at).year
    )
    if form.is_valid():
        try:
            declare_figure(found, form.told, evidence=form.cleaned_data["evidence"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("target", uuid)
    values = {"target": found, "form": form}
    return page(request, "strategy/declare.html", values, status=400 if form.errors else 200)


@needs(SEE)
@require_safe
def figure(request: Request, uuid: UUID) -> HttpResponse:
    """One figure with its evidence; who may decide about it does so here."""
    return _figure_page(request, _figure(uuid))


@needs(VERIFY)
@require_POST
def verify(request: Request, uuid: UUID) -> HttpResponse:
    """Another person has looked at the evidence."""
    row = _figure(uuid)
    try:
        verify_figure(row, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _figure_page(request, row, refused=str(refusal.told))
    return redirect("target", row.target.uuid)


@needs(SEE)
@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """It holds no more; the reason stays readable."""
    row, form = _figure(uuid), WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_figure(row, why=form.cleaned_data["why"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("target", row.target.uuid)
    return _figure_page(request, row, form=form)


def _figure_page(request: Request, row: Figure, *, form: WithdrawForm | None = None, refused: str = "") -> HttpResponse:
    found = row.target
    decides = request.rights.may(VERIFY, place=found.goal.strategy.place_id, agency=found.owner_id)
    mine = row.declared_by_id is not None and row.declared_by_id == request.actor.account
    values = {
        "row": row, "told": FigureSaid(row, found), "target": found, "form": form or WithdrawForm(), "refused": refused,
        "may_verify": decides and not mine and row.state == FigureState.WAITS,
        "may_withdraw": (decides or mine) and row.state != FigureState.WITHDRAWN and row.origin != Origin.COUNTED,
        "whole": say_value(Decimal(row.whole), found.measured_in) if row.whole is not None else "",
        "evidence": row.evidence if row.evidence and row.evidence.is_visible_to(request.rights) else None,
    }  # fmt: skip
    status = 400 if refused or (form and form.errors) else 200
    return page(request, "strategy/figure.html", values, status=status)


def _figure(uuid: UUID) -> Figure:
    rows = Figure.objects.select_related("target__goal__strategy", "declared_post__organisation", "evidence")
    return get_object_or_404(rows, uuid=uuid)


def _post(request: Request) -> Post | None:
    return Post.objects.select_related("organisation").filter(pk=request.actor.post or 0).first()


def _may_declare(request: Request, target: Target) -> bool:
    return request.rights.may(DECLARE) and may_declare(target, _post(request))
