"""The index of a place: the whole, one main index, one component."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.domain.choosing import NoAnswer
from tinhso.operations.index.domain.words import FIGURES, MARKS, WHY
from tinhso.operations.index.forms.assessing import ClaimForm, FileForm, LinkForm, VerifyForm
from tinhso.operations.index.models import Assessment
from tinhso.operations.index.models.explained import Explained, explain
from tinhso.operations.index.models.history import history_of, last_whole_table, line_of, rank_now
from tinhso.operations.index.models.planning import Plan, Weighed, plan, weigh
from tinhso.operations.index.views import words
from tinhso.operations.index.views.whose import in_reach, may_assess, may_verify, of_province
from tinhso.warehouse.definitions import known

Values = dict[str, object]


@needs(SEE)
@require_safe
def index(request: Request) -> HttpResponse:
    """The index of the province, as its leader opens it every morning."""
    found = of_province()
    if found is None:
        years = history_of(Place.objects.home())
        return page(request, "index/nothing.html", {"years": words.year_rows(years), "place": Place.objects.home()})
    return _whole(request, found)


@needs(SEE)
@require_safe
def assessment(request: Request, uuid: UUID) -> HttpResponse:
    """The same page for any place of a round: a commune's head looks at theirs."""
    return _whole(request, in_reach(request, uuid))


def _whole(request: Request, found: Assessment) -> HttpResponse:
    explained = explain(found)
    weighed = weigh(explained)
    values = {
        "explained": explained, "score": explained.score, "verified": explained.verified,
        "finding": words.finding(explained.score), "lead": words.lead(explained.score),
        "until": min(timezone.localdate(request.at), found.round.last), "address": words.address_of(explained),
        "rows": words.main_rows(explained.score, words.address_of(explained)),
        "plan": best(explained, weighed), "budget": settings.INDEX_BUDGET, "may_assess": may_assess(request, found),
        **_standing(explained),
    }  # fmt: skip
    return page(request, "index/assessment.html", values)


def best(explained: Explained, weighed: list[Weighed], budget: int | None = None) -> Plan | None:
    """What to do first for the usual budget; nothing where no measure is entered or the solver is silent."""
    if not weighed:
        return None
    try:
        return plan(explained, weighed, [settings.INDEX_BUDGET if budget is None else budget])[0]
    except NoAnswer:
        return None


def _standing(explained: Explained) -> Values:
    """History and rank: of a province only."""
    place, score = explained.assessment.place, explained.score
    if place.kind != Kind.PROVINCE:
        return {"chart": None, "years": [], "rank": None, "table": None}
    years, table = history_of(place), last_whole_table()
    return {
        "chart": words.way(line_of(place, years), explained.assessment.round.year, score),
        "years": words.year_rows(years),
        "rank": rank_now(score.value, table[2]) if table else None, "table": table,
    }  # fmt: skip


@needs(SEE)
@require_safe
def main_index(request: Request, uuid: UUID, main: str) -> HttpResponse:
    """One main index, component by component."""
    explained = explain(in_reach(request, uuid))
    found = next((one for one in explained.score.mains if one.main.code == main), None)
    if found is None:
        raise Http404
    weighed = weigh(explained)
    values = {
        "explained": explained, "found": found, "lines": words.lines_of(explained, found, weighed), "marks": MARKS,
        "address": words.address_of(explained), "why": WHY,
    }  # fmt: skip
    return page(request, "index/main.html", values)


@needs(SEE)
@require_safe
def component(request: Request, uuid: UUID, code: str) -> HttpResponse:
    """One component: how it is reckoned, with what, on which evidence, and what is still to do."""
    return component_page(request, in_reach(request, uuid), code)


def component_page(
    request: Request, found: Assessment, code: str, *, forms: Values | None = None, status: int = 200
) -> HttpResponse:
    """The same with forms that somebody filled in."""
    explained = explain(found)
    score = explained.score.component(code)
    if score is None:
        raise Http404
    claim, one = explained.claims.get(code), score.component
    open_here = found.state == Assessment.State.OPEN and may_assess(request, found) and one.is_scored
    verifies = found.state == Assessment.State.SUBMITTED and may_verify(request, found) and claim is not None
    mine = claim is not None and request.actor.account in (claim.claimed_by_id, found.submitted_by_id)
    share = round(100 * (score.outcome.won or 0), 1)
    values = {
        "explained": explained, "score": score, "one": one, "claim": claim, "figures": explained.figures(code),
        "origin": words.ORIGINS[explained.origin(one)], "why": WHY, "marks": MARKS, "names": FIGURES,
        "promised": known(), "address": words.address_of(explained),
        "main": next(main.main for main in explained.score.mains if score in main.components),
        "weighed": [measure for measure in weigh(explained) if code in measure.effects],
        "claim_form": ClaimForm(component=one, claim=claim) if open_here and not one.is_counted else None,
        "link_form": LinkForm() if open_here and claim else None,
        "file_form": FileForm() if open_here and claim else None,
        "verify_form": VerifyForm(initial={"share": share}) if verifies and not mine else None,
        "mine": verifies and mine,
    }  # fmt: skip
    return page(request, "index/component.html", values | (forms or {}), status=status)
