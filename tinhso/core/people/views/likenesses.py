"""Two who may be one: the queue, the comparison, the merge and its undoing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.core.people.actions import merge_people, note_list, read_person, tell_apart, undo_merge
from tinhso.core.people.domain.words import ListWay, ReadReason
from tinhso.core.people.forms import KeepForm
from tinhso.core.people.models import Likeness, Merge, Person
from tinhso.core.people.views.finding import has_said_why, say_why, today
from tinhso.kit.doors import Request, needs
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 50


@needs("merge_people")
def likenesses(request: Request) -> HttpResponse:
    """Pairs that nobody has answered yet, the most alike first; and what was merged lately."""
    open_ = Likeness.objects.visible_to(request.rights).open().select_related("one__home", "other__home")
    rows = list(open_[:A_PAGE])
    merges = Merge.objects.filter(undone_at=None).select_related("kept__home", "gone").order_by("-id")
    places = request.rights.places("merge_people")
    if places is not None:
        merges = merges.filter(kept__home__in=places)
    done = list(merges[:10])
    shown = [one.uuid for row in rows for one in (row.one, row.other)] + [one.kept.uuid for one in done]
    note_list(shown, way=ListWay.TWICE, by=request.actor, at=request.at)
    return page(request, "people/likenesses.html", {"rows": rows, "merges": done})


@needs("merge_people")
def likeness(request: Request, uuid: UUID) -> HttpResponse:
    """The two side by side; posted, the reading is kept in both their histories and the page opens."""
    found = _likeness(request, uuid)
    two = _both(found)
    if request.method == "POST":
        for person in two:
            read_person(person, reason=ReadReason.CHECK, by=request.actor, at=request.at)
            say_why(request, person)
        return redirect("likeness", uuid)
    opened = all(has_said_why(request, person) for person in two)
    return page(
        request, "people/likeness.html", {"likeness": found, "two": two, "opened": opened, "today": today(request)}
    )


@needs("merge_people")
def merge(request: Request, uuid: UUID) -> HttpResponse:
    """Make them one; the person says who stays."""
    found = _likeness(request, uuid)
    form = KeepForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("likeness", uuid)
    by_uuid = {person.uuid: person for person in _both(found)}
    kept = by_uuid.pop(form.cleaned_data["kept"], None)
    if kept is None:
        raise Http404
    try:
        merge_people(kept, *by_uuid.values(), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("likeness", uuid)
    messages.success(request, _("They are one entry now. It can be undone below."))
    return redirect("likenesses")


@needs("merge_people")
def apart(request: Request, uuid: UUID) -> HttpResponse:
    """They are two people."""
    if request.method == "POST":
        tell_apart(_likeness(request, uuid), by=request.actor, at=request.at)
        messages.success(request, _("Kept: two different people."))
    return redirect("likenesses")


@needs("merge_people")
def undo(request: Request, uuid: UUID) -> HttpResponse:
    """Make one two again."""
    if request.method == "POST":
        kept = Person.objects.within(request.rights.places("merge_people"))
        found = get_object_or_404(Merge.objects.filter(kept__in=kept), uuid=uuid)
        try:
            undo_merge(found, by=request.actor, at=request.at)
        except Refusal as refusal:
            messages.error(request, str(refusal.told))
        else:
            messages.success(request, _("They are two people again, each with what they had."))
    return redirect("likenesses")


@home_card("desk", "merge_people")
def twice_card(request: Request) -> Card | None:
    """How many pairs wait for the registrar."""
    count = Likeness.objects.visible_to(request.rights).open()[:100].count()
    if not count:
        return None
    text = gettext_lazy("Two entries that look like one person. Look at both and say.")
    title = gettext_lazy("Same person twice?")
    return Card(title=title, text=text, url=reverse("likenesses"), icon="copy", tone="turn", count=count)


def _likeness(request: Request, uuid: UUID) -> Likeness:
    return get_object_or_404(Likeness.objects.visible_to(request.rights).open(), uuid=uuid)


def _both(found: Likeness) -> list[Person]:
    people = Person.objects.for_page().in_bulk([found.one_id, found.other_id])
    return [people[found.one_id], people[found.other_id]]
