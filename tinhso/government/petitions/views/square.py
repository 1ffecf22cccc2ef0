"""What all see: the list and the map of what was reported and done, one page each, and "me too"."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.files.models import File
from tinhso.government.petitions.actions.backing import back_report, has_backed
from tinhso.government.petitions.domain.drawing import Spot, pins
from tinhso.government.petitions.models import Publication
from tinhso.government.petitions.models.landscape import ground
from tinhso.government.petitions.models.shown import A_PAGE, POINTS, STATES, ShownLine, shown_lines
from tinhso.government.petitions.models.squares import (
    SUBJECTS,
    Here,
    TopicLine,
    communes_here,
    place_coded,
    shown_by_commune,
    waiting,
)
from tinhso.government.petitions.views.lines import report_lines
from tinhso.government.petitions.views.maps import province_map
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

DEVICE = "me_too"
YEAR = 365 * 24 * 3600
LATELY = timedelta(days=90)
"""What the map of the province counts."""


@open_to_all
@require_safe
def reported(request: Request) -> HttpResponse:
    """The list, the newest first, narrowed by commune, topic and state."""
    wish = wish_of(request)
    rows = shown_lines(wish.state, wish.commune.id if wish.commune else None, wish.subject_id, _after(request))
    values = {
        "rows": rows[:A_PAGE],
        "draw": report_lines,
        "next_url": _next(request, rows),
        "wish": wish,
        "communes": communes_here(),
        "subjects": SUBJECTS(),
    }
    return page(request, "petitions/square/reported.html", values)


@open_to_all
@require_safe
def reported_map(request: Request) -> HttpResponse:
    """The map of the province by communes, or of one commune with what was reported there."""
    wish = wish_of(request)
    if wish.commune is None:
        return page(
            request,
            "petitions/square/province.html",
            {"wish": wish, "map": province_map(shown_by_commune(request.at - LATELY), waiting())},
        )
    drawn, points = ground(wish.commune.id, request.at), POINTS(wish.commune.id)
    spots = [Spot(index, one.lat, one.lon, one.answered_at is not None) for index, one in enumerate(points)]
    values = {
        "wish": wish,
        "communes": communes_here(),
        "ground": drawn,
        "pins": pins(drawn, spots) if drawn else [],
        "points": points,
        "rows": shown_lines("", wish.commune.id, None, None)[:A_PAGE],
        "draw": report_lines,
    }
    return page(request, "petitions/square/commune.html", values)


@open_to_all
@require_safe
def reported_one(request: Request, uuid: UUID) -> HttpResponse:
    """One thing that was reported: its words and pictures for all, the answer, how many want it."""
    shown = _shown(uuid)
    pictures = {file.uuid: file for file in File.objects.filter(uuid__in=_pictures_of(shown), forgotten_at=None)}
    values = {
        "shown": shown,
        "pictures": [pictures[one] for one in _pictures_of(shown) if one in pictures],
        "mine": has_backed(shown, person=_person(request), device=request.COOKIES.get(DEVICE, "")),
    }
    return page(request, "petitions/square/one.html", values)


@open_to_all
@require_POST
def back(request: Request, uuid: UUID) -> HttpResponse:
    """Me too. A device without an account gets a random number in a cookie, so that it counts once."""
    shown = _shown(uuid)
    person, device = _person(request), request.COOKIES.get(DEVICE, "")[:64] or secrets.token_urlsafe(18)
    try:
        new = back_report(shown, person=person, device=device, by=request.actor, at=request.at)
        messages.success(request, _told(new=new, signed_in=person is not None))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    answer = redirect("reported_one", shown.uuid)
    if person is None:
        answer.set_cookie(DEVICE, device, max_age=YEAR, httponly=True, secure=request.is_secure(), samesite="Lax")
    return answer


def _told(*, new: bool, signed_in: bool) -> str:
    if not new:
        return _("You were counted already.")
    return _("You are counted. You will be told the answer.") if signed_in else _("You are counted.")


class Wish:
    """What somebody wants to see of the list."""

    def __init__(self, commune: Here | None, subject: TopicLine | None, state: str) -> None:
        self.commune, self.subject, self.state = commune, subject, state

    @property
    def subject_id(self) -> int | None:
        return self.subject.id if self.subject else None

    def address(self, **other: str) -> str:
        """The query that asks for the same, but for what is named."""
        own = {
            "commune": self.commune.code if self.commune else "",
            "topic": self.subject.code if self.subject else "",
            "state": self.state,
        }
        asked = {name: value for name, value in (own | other).items() if value}
        return f"?{urlencode(asked)}" if asked else "?"


def wish_of(request: Request) -> Wish:
    """What the address asks for; a place or topic that there is not is a page that there is not."""
    asked = request.GET
    commune, subject, state = asked.get("commune", ""), asked.get("topic", ""), asked.get("state", "")
    if state not in STATES:
        raise Http404
    return Wish(place_coded(commune) if commune else None, _subject(subject) if subject else None, state)


def _subject(code: str) -> TopicLine:
    found = next((one for one in SUBJECTS() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _shown(uuid: UUID) -> Publication:
    rows = Publication.objects.shown().select_related("place__parent", "commune", "topic", "subject", "agency")
    return get_object_or_404(rows, uuid=uuid)


def _pictures_of(shown: Publication) -> Sequence[UUID]:
    return list(shown.shown_pictures.order_by("position").values_list("file", flat=True))


def _person(request: Request) -> UUID | None:
    return request.actor.for_person or request.actor.person


def _after(request: Request) -> tuple[datetime, int] | None:
    """Where the page before ended: a moment and a number. What cannot be read is the first page."""
    moment, _sep, last = request.GET.get("after", "").rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(last)) if at.tzinfo and last.isdigit() and len(last) < 19 else None
    except ValueError:
        return None


def _next(request: Request, rows: Sequence[ShownLine]) -> str:
    if len(rows) <= A_PAGE:
        return ""
    last, query = rows[A_PAGE - 1], request.GET.copy()
    query["after"] = f"{last.published_at.isoformat()}_{last.id}"
    return f"?{query.urlencode()}"
