"""One person: why one looks, what is known, and everything that can be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions import (
    correct_number,
    correct_person,
    forget_person,
    form_household,
    join_household,
    leave_household,
    looks_at,
    move_person,
    note_list,
    read_person,
    record_death,
)
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.forms import (
    DeathForm,
    ForgetForm,
    HouseholdForm,
    JoinForm,
    MoveForm,
    NumberForm,
    PersonForm,
    ReadForm,
    known,
    places_for,
)
from tinhso.core.people.models import Household, Person
from tinhso.core.people.views.finding import has_said_why, person_for, posted, say_why, today
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

Done = Callable[[], object]


class NoHome(Refusal):
    sentence = _("Where do they live? Say it first: move them to their village.")


class NoSuchHousehold(Refusal):
    sentence = _("No household here has this number. Read it again from the paper.")
    field = "number"


@needs("read_person")
def person(request: Request, uuid: UUID) -> HttpResponse:
    """The person, once the asker has said why; before that only the name and the question."""
    places = request.rights.places("read_person")
    found = get_object_or_404(Person.objects.within(places).for_page().filter(forgotten_at=None), uuid=uuid)
    if found.merged_into_id:
        return redirect("person", found.now.uuid)
    if not has_said_why(request, found):
        return _ask_why(request, found, ReadForm())
    return page(
        request, "people/person.html", {"person": found, "looks": looks_at(found)[:10], "today": today(request)}
    )


@needs("read_person")
def read(request: Request, uuid: UUID) -> HttpResponse:
    """Say why one looks; then the page opens for half an hour, and the person can see who looked."""
    found = person_for(request, uuid, "read_person")
    form = ReadForm(posted(request))
    if form.is_valid():
        try:
            read_person(found, by=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            say_why(request, found)
            return redirect("person", uuid)
    return _ask_why(request, found, form)


@needs("correct_person")
def correct(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "correct_person")
    form = PersonForm(posted(request), initial=known(found))

    def done() -> object:
        return correct_person(found, form.told(), by=request.actor, at=request.at)

    return _do(request, found, form, done, "people/correct.html")


@needs("correct_person")
def number(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "correct_person")
    form = NumberForm(posted(request))

    def done() -> object:
        return correct_number(found, by=request.actor, at=request.at, **form.cleaned_data)

    return _do(request, found, form, done, "people/number.html")


@needs("move_person")
def move(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "move_person")
    form = MoveForm(posted(request), initial={"home": found.home and found.home.uuid})
    form.offer_homes(places_for(request.rights, "move_person", near=found.home))

    def done() -> object:
        return move_person(found, form.cleaned_data["home"], by=request.actor, at=request.at)

    return _do(request, found, form, done, "people/move.html")


@needs("record_death")
def death(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "record_death")
    form = DeathForm(posted(request))

    def done() -> object:
        return record_death(found, on=form.cleaned_data["died"], by=request.actor, at=request.at)

    return _do(request, found, form, done, "people/death.html")


@needs("forget_person")
def forget(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "forget_person")
    form = ForgetForm(posted(request))

    def done() -> object:
        return forget_person(found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)

    return _do(request, found, form, done, "people/forget.html", after="people")


@needs("form_household")
def household_new(request: Request, uuid: UUID) -> HttpResponse:
    """Make this person the head of a new household at their home."""
    found = person_for(request, uuid, "form_household")
    form = HouseholdForm(posted(request))

    def done() -> object:
        home, said = found.home, form.cleaned_data
        if home is None:
            raise NoHome
        number = said["number"] or None
        return form_household(
            found, place=home, number=number, address=said["address"], by=request.actor, at=request.at
        )

    return _do(request, found, form, done, "people/household_new.html")


@needs("form_household")
def join(request: Request, uuid: UUID) -> HttpResponse:
    """Let this person join a household, by its number."""
    found = person_for(request, uuid, "form_household")
    form = JoinForm(posted(request))

    def done() -> object:
        said = form.cleaned_data
        households = Household.objects.visible_to(request.rights).filter(number=said["number"])
        near = sorted(households[:20], key=lambda one: one.place_id != found.home_id)
        if not near:
            raise NoSuchHousehold
        return join_household(near[0], found, relation=said["relation"], by=request.actor, at=request.at)

    return _do(request, found, form, done, "people/join.html")


@needs("form_household")
def leave(request: Request, uuid: UUID) -> HttpResponse:
    found = person_for(request, uuid, "form_household")
    if request.method == "POST":
        try:
            leave_household(found, by=request.actor, at=request.at)
        except Refusal as refusal:
            messages.error(request, str(refusal.told))
    return redirect("person", uuid)


def _ask_why(request: Request, found: Person, form: ReadForm) -> HttpResponse:
    note_list([found.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    return page(request, "people/read.html", {"person": found, "form": form})


def _do(
    request: Request, found: Person, form: Form, done: Done, template: str, *, after: str = "person"
) -> HttpResponse:
    """Show a form; when it is sent and the action does it, go on to the person, else say what is in the way.

    The form tells what is known, so it opens like the person's page: after saying why.
    """
    if request.method != "POST" and not has_said_why(request, found):
        return _ask_why(request, found, ReadForm())
    if form.is_valid():
        try:
            done()
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect(after, found.uuid) if after == "person" else redirect(after)
    values: dict[str, Any] = {"person": found, "form": form}
    return page(request, template, values)
