"""What people do when places change, and when someone was forgotten.

What belonged to a place that ended belongs to its successor.
"""

from uuid import UUID

from django.db.models import Q

from tinhso.core.idempotency.actions import forget_words_about
from tinhso.core.people.actions import move_household, move_person, resettle_place
from tinhso.core.people.models import Household, Person
from tinhso.core.places.actions import ask_choices
from tinhso.core.places.models import Place
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor

HOUSEHOLD, PERSON = "people.household", "people.person"


@reacts_to("places.PlaceSucceeded")
def people_follow_their_place(delivered: Delivered) -> None:
    """A place went whole to another: its people and households go with it."""
    if not delivered.data["part"]:
        new = Place.objects.get(pk=delivered.data["new"])
        resettle_place(delivered.data["old"], new, by=Actor.system(), at=delivered.at)


@reacts_to("places.PlaceDivided")
def a_person_says_who_went_where(delivered: Delivered) -> None:
    """A place went to several: someone who knows the houses is asked about each household and each single person."""
    old = delivered.data["old"]
    households = Household.objects.filter(place=old).select_related("head").order_by("pk")
    ask_choices(HOUSEHOLD, ((one.uuid, one.said) for one in households), old=old)
    alone = Person.objects.current().filter(Q(household=None) | ~Q(household__place=old), home=old).order_by("pk")
    ask_choices(PERSON, ((one.uuid, one.full_name) for one in alone), old=old)


@reacts_to("places.PlaceChoiceSettled")
def they_go_where_was_said(delivered: Delivered) -> None:
    """The answer came: the household or the person moves."""
    new, row = Place.objects.get(pk=delivered.data["new"]), UUID(str(delivered.data["row"]))
    if delivered.data["kind"] == HOUSEHOLD:
        for household in Household.objects.filter(uuid=row, place=delivered.data["old"]):
            move_household(household, new, by=Actor.system(), at=delivered.at)
    if delivered.data["kind"] == PERSON:
        for person in Person.objects.current().filter(uuid=row, home=delivered.data["old"]):
            move_person(person, new, by=Actor.system(), at=delivered.at)


@reacts_to("people.PersonForgotten")
def answers_about_them_are_emptied(delivered: Delivered) -> None:
    """What officers were answered about someone who is forgotten, under this name or one that was merged into it."""
    for person in Person.objects.get(uuid=delivered.about).with_merged:
        forget_words_about(person.uuid)
