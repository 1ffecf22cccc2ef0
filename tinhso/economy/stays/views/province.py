"""What the commune and the province see: homes and their papers, inspections, guests and nights. Never a guest."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.places.models import Place
from tinhso.economy.stays import indicators as promised
from tinhso.economy.stays.actions.homes import note_inspection
from tinhso.economy.stays.actions.reviews import hide_review
from tinhso.economy.stays.domain.months import next_month
from tinhso.economy.stays.forms import InspectForm
from tinhso.economy.stays.models import Home, Review
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_money, say_number, say_percent
from tinhso.kit.suppressing import told_groups
from tinhso.warehouse.models import Fact, Total

SEE, INSPECT = "see_stays", "inspect_homes"
A_PAGE, FEW = 50, "–"
A_DAY = timedelta(days=1)
COUNTED = (
    promised.ARRIVALS, promised.FOREIGN, promised.DOMESTIC, promised.GUEST_NIGHTS, promised.REVENUE,
    promised.OCCUPANCY, promised.VISITORS_DECLARED, promised.REVENUE_DECLARED,
)  # fmt: skip


@needs(SEE)
@require_safe
def homes(request: Request) -> HttpResponse:
    """The register of homes within reach, a page at a time."""
    after = request.GET.get("after", "")
    rows = Home.objects.within_reach(request.rights, SEE).exclude(standing="draft").for_page().order_by("pk")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after[:18]))
    listed = list(rows[: A_PAGE + 1])
    more = f"?after={listed[A_PAGE - 1].pk}" if len(listed) > A_PAGE else ""
    return page(request, "stays/province/homes.html", {"homes": listed[:A_PAGE], "more": more})


@needs(SEE)
@require_http_methods(["GET", "POST"])
def inspect(request: Request, uuid: UUID) -> HttpResponse:
    """A home with its papers and what guests said; who may, writes down an inspection."""
    home = get_object_or_404(Home.objects.within_reach(request.rights, SEE).for_page(), uuid=uuid)
    may = request.rights.may(INSPECT, place=home.place_id)
    form = InspectForm(request.POST or None, initial={"on": timezone.localdate(request.at), "stars": home.stars})
    if may and form.is_valid():
        told = form.cleaned_data
        try:
            note_inspection(
                home, passed=told["passed"], stars=told["stars"], on=told["on"], by=request.actor, at=request.at
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("inspect_home", home.uuid)
    reviews = home.reviews.order_by("-said_at")[:20]
    values = {
        "home": home, "form": form if may else None, "reviews": reviews, "may": may,
        "rooms": list(home.rooms.filter(retired_at=None).order_by("pk")),
    }  # fmt: skip
    return page(request, "stays/province/home.html", values, status=400 if form.errors else 200)


@needs(INSPECT)
@require_POST
def hide(request: Request, uuid: UUID) -> HttpResponse:
    """A review that insults somebody goes, with a reason."""
    review = get_object_or_404(Review.objects.select_related("home"), uuid=uuid)
    try:
        hide_review(review, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("inspect_home", review.home.uuid)


@needs(SEE)
@require_safe
def numbers(request: Request) -> HttpResponse:
    """A month: arrivals, nights, beds taken, revenue, by place; small numbers are told nowhere."""
    first = _month(request)
    last = next_month(first) - A_DAY
    found = Fact.objects.totals([one.code for one in COUNTED], first=first, last=last)
    before = Fact.objects.totals(
        [one.code for one in COUNTED], first=next_month(first, -12), last=next_month(first, -11) - A_DAY
    )
    lines = [[str(one.title), _said(one.code, found), _said(one.code, before)] for one in COUNTED]
    length = Fact.objects.total(promised.LENGTH.code, first=first, last=last).share
    lines.append([_("Average stay"), say_number(length, 1) if length else FEW, FEW])
    values = {
        "first": first, "before": next_month(first, -1), "after": next_month(first), "lines": lines,
        "places": _by_place(request, first, last),
    }  # fmt: skip
    return page(request, "stays/province/numbers.html", values)


def _said(code: str, found: Mapping[str, Total]) -> str:
    total = found.get(code)
    if total is None or total.numerator is None:
        return FEW
    if total.share is not None:
        return say_percent(100 * total.share)
    money = code in (promised.REVENUE.code, promised.REVENUE_DECLARED.code)
    return say_money(total.numerator) if money else say_number(total.numerator)


def _by_place(request: Request, first: date, last: date) -> list[list[str]]:
    """Arrivals and nights of each commune within reach, villages within it."""
    reach = request.rights.places(SEE)
    arrivals = Fact.objects.by_place(promised.ARRIVALS.code, first=first, last=last)
    nights = Fact.objects.by_place(promised.GUEST_NIGHTS.code, first=first, last=last)
    places = Place.objects.filter(pk__in={*arrivals, *nights}).select_related("parent")
    summed: dict[Place, list[int]] = {}
    for place in places:
        commune = place.parent if place.kind == "village" and place.parent else place
        row = summed.setdefault(commune, [0, 0])
        for column, found in enumerate((arrivals, nights)):
            row[column] += int(getattr(found.get(place.pk), "numerator", 0) or 0)
    told = told_groups({place.pk: row[0] for place, row in summed.items()})
    listed = sorted((one for one in summed if reach is None or one.pk in reach), key=lambda one: one.sort_key)
    return [[one.full_name, *(say_number(value) if one.pk in told else FEW for value in summed[one])] for one in listed]


def _month(request: Request) -> date:
    today = timezone.localdate(request.at)
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return min(asked, today.replace(day=1))
