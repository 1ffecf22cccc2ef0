"""Following the places: offices and businesses go where their place went."""

from datetime import date, datetime
from uuid import UUID

from tinhso.core.organisations.actions import move_organisation, succeed_organisation
from tinhso.core.organisations.domain.words import Kind
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.actions import ask_choices
from tinhso.core.places.models import Place
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor

ORGANISATION = "organisations.organisation"


@reacts_to("places.PlaceSucceeded")
def organisations_follow_their_place(delivered: Delivered) -> None:
    """A place went whole to another. Its committee hands over to the new place's; everything else goes along."""
    if delivered.data["part"]:
        return
    new, day = Place.objects.get(pk=delivered.data["new"]), date.fromisoformat(str(delivered.data["effective"])[:10])
    here = Organisation.objects.current().filter(place=delivered.data["old"]).order_by("pk")
    for one in here.exclude(kind=Kind.AGENCY, parent=None, electronic_id__isnull=False):
        move_organisation(one, new, by=Actor.system(), at=delivered.at)
    for agency in here:
        _hand_over(agency, new, on=day, at=delivered.at)


@reacts_to("places.PlaceDivided")
def a_person_says_which_went_where(delivered: Delivered) -> None:
    """A place went to several: someone is asked about each organisation there."""
    here = Organisation.objects.current().filter(place=delivered.data["old"]).order_by("pk")
    ask_choices(ORGANISATION, ((one.uuid, one.name) for one in here), old=delivered.data["old"])


@reacts_to("places.PlaceChoiceSettled")
def they_go_where_was_said(delivered: Delivered) -> None:
    """The answer came."""
    if delivered.data["kind"] != ORGANISATION:
        return
    new = Place.objects.get(pk=delivered.data["new"])
    rows = Organisation.objects.current().filter(uuid=UUID(str(delivered.data["row"])), place=delivered.data["old"])
    for one in rows:
        move_organisation(one, new, by=Actor.system(), at=delivered.at)


def _hand_over(agency: Organisation, new: Place, *, on: date, at: datetime) -> None:
    committee = Organisation.objects.current().agencies().filter(place=new).order_by("pk").first()
    if committee and agency.valid_from <= on:
        succeed_organisation(agency, committee, on=on, by=Actor.system(), at=at)
    else:
        move_organisation(agency, new, by=Actor.system(), at=at)
