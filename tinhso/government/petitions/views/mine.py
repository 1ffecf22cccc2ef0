"""My reports: on their own page, and in the list of all that I have going."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.core.people.models import Person
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.views.telling import standing
from tinhso.government.petitions.views.whose import whose
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.matters import AT_MOST, Matter, Shelf, Wish, earlier, matters
from tinhso.kit.pages import page

DOOR = 2
A_PAGE = 50


@signed_in
@require_safe
def my_petitions(request: Request) -> HttpResponse:
    """All that the one who asks, or for whom they act, has said."""
    person = whose(request)
    rows = Petition.objects.for_page().of_person(person)[:A_PAGE] if person else []
    values = {"rows": [(one, standing(one, at=request.at)) for one in rows]}
    return page(request, "petitions/mine/mine.html", values)


@matters("petitions")
def my_petition_matters(request: Request, wish: Wish) -> Sequence[Matter]:
    """What somebody said: the day of the answer, or what is asked of them."""
    if whose(request) is None:
        return []
    rows = Petition.objects.select_related("case__definition", "case__agency", "topic", "place", "joined_to__case")
    mine = rows.filter(case__applicant__in=Person.objects.rows_of(wish.person).values("uuid"))
    listed = mine.filter(earlier("sent_at", wish.before, wish.below), case__ended_at__isnull=wish.shelf is Shelf.OPEN)
    return [_matter(one, at=request.at) for one in listed.order_by("-sent_at", "-pk")[:AT_MOST]]


def _matter(petition: Petition, *, at: datetime) -> Matter:
    told = standing(petition, at=at)
    done = petition.case.finished_at is not None
    return Matter(
        at=petition.sent_at,
        id=petition.pk,
        title=f"{petition.topic.title}, {petition.place.full_name}",
        state=told.fact if done or told.mine else f"{told.label}: {told.fact}",
        next=told.sorry or told.sentence,
        url=reverse("petition", args=[petition.uuid]),
        icon=petition.topic.icon,
        thread=DOOR,
        tone="turn" if told.mine else "late" if told.sorry else "done" if done else "",
    )
