"""Following the places: when a place is taken over by another, its people belong to the other."""

from datetime import datetime

from django.db import transaction

from tinhso.core.people.actions.finding import show_in_search
from tinhso.core.people.events import PeopleResettled
from tinhso.core.people.models import Household, Person
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor

AT_ONCE = 1000


@transaction.atomic
def resettle_place(old: int, new: Place, *, by: Actor, at: datetime) -> int:
    """Households and homes of a place belong to its successor now. Tells how many people; again, it finds nobody."""
    households = Household.objects.filter(place=old).update(place=new)
    people = 0
    while some := list(Person.objects.filter(home=old).order_by("pk")[:AT_ONCE]):
        people += Person.objects.filter(pk__in=[person.pk for person in some]).update(home=new)
        for person in some:
            person.home = new
        show_in_search(person for person in some if not (person.merged_into_id or person.forgotten_at))
    if households or people:
        moved = PeopleResettled(old=old, households=households, people=people)
        record(moved, about=new, by=by, at=at, place=new.pk)
    return people
