"""What if, and what next: both by GET, so that an address can be sent to a colleague."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kit.charts import Series, line_chart
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.saying import say_number
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.domain.choosing import NoAnswer
from tinhso.operations.index.domain.scoring import score_shares
from tinhso.operations.index.forms.asking import BudgetForm, WhatIfForm
from tinhso.operations.index.models import Assessment
from tinhso.operations.index.models.explained import Explained, explain
from tinhso.operations.index.models.history import last_whole_table, rank_now
from tinhso.operations.index.models.planning import BILLION, plan, weigh
from tinhso.operations.index.views import words
from tinhso.operations.index.views.whose import of_province

LADDER = (1, 2, 5, 10, 20, 50)
"""Budgets in billions that are drawn beside the one asked for."""


@needs(SEE)
@require_safe
def what_if(request: Request) -> HttpResponse:
    """Move components, see points and rank."""
    explained = explain(_province())
    form = WhatIfForm(request.GET or None, score=explained.score)
    values = {
        "explained": explained,
        "form": form,
        "now": explained.score,
        "then": None,
        "address": words.address_of(explained),
    }
    if form.is_valid():
        values |= _moved(explained, form.shares)
    return page(request, "index/what_if.html", values, status=422 if form.errors else 200)


def _moved(explained: Explained, shares: dict[str, float]) -> dict[str, object]:
    before = {one.component.code: one.outcome.won for one in explained.score.components}
    then, table = score_shares(explained.catalogue, before | shares), last_whole_table()
    ranks = [rank_now(one.value, table[2]) if table else None for one in (explained.score, then)]
    gained = (then.points or 0) - (explained.score.points or 0)
    return {"then": then, "gained": gained, "ranks": ranks, "table": table}


@needs(SEE)
@require_safe
def what_next(request: Request) -> HttpResponse:
    """The best measures for a budget, and what other budgets would bring."""
    explained = explain(_province())
    form = BudgetForm(request.GET if "billions" in request.GET else {"billions": settings.INDEX_BUDGET // BILLION})
    values: dict[str, object] = {"explained": explained, "form": form, "plan": None, "silent": False, "chart": None}
    if not form.is_valid():
        return page(request, "index/what_next.html", values, status=422)
    weighed = weigh(explained)
    budgets = sorted({form.budget, *(step * BILLION for step in LADDER)})
    try:
        plans = plan(explained, weighed, budgets)
    except NoAnswer:
        return page(request, "index/what_next.html", values | {"silent": True})
    chosen = plans[budgets.index(form.budget)]
    gained = [(one.after.points or 0) - (explained.score.points or 0) for one in plans]
    values |= {
        "plan": chosen, "weighed": weighed, "gained": gained[budgets.index(form.budget)],
        "next_better": _next_better(budgets, gained, form.budget),
        "chart": line_chart(
            _("What other budgets bring"), [_billions(one) for one in budgets],
            [Series(_("Points"), tuple(gained))],
        ),
    }  # fmt: skip
    return page(request, "index/what_next.html", values)


def _next_better(budgets: list[int], gained: list[float], budget: int) -> tuple[int, float] | None:
    """The next larger budget drawn that brings more, and how much more."""
    here = gained[budgets.index(budget)]
    return next(
        ((one, more - here) for one, more in zip(budgets, gained, strict=True) if one > budget and more > here + 0.05),
        None,
    )


def _billions(budget: int) -> str:
    return say_number(budget / BILLION if budget % BILLION else budget // BILLION)


def _province() -> Assessment:
    found = of_province()
    if found is None:
        raise Http404
    return found
