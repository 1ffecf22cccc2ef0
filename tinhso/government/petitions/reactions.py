"""What petitions do when something happens: who asked is told, the joined follow, people and places too."""

from uuid import UUID

from tinhso.events.reactions import Delivered, reacts_to
from tinhso.government.petitions.actions.changes import follow_case, follow_place, forget_asker, show_anew
from tinhso.government.petitions.actions.joining import free_joined, refuse_joined, settle_joined
from tinhso.government.petitions.actions.notifying import OF_PETITION, tell_backers, tell_of_petition
from tinhso.government.petitions.actions.publishing import take_back_what_ended
from tinhso.government.petitions.events import (
    PetitionAnswered,
    PetitionJoined,
    PetitionLapsed,
    PetitionPublished,
    PetitionRefused,
    PetitionWithdrawn,
)
from tinhso.government.petitions.models import Petition
from tinhso.kit.actors import Actor

ENDED = {PetitionAnswered.name: settle_joined, PetitionRefused.name: refuse_joined}


@reacts_to(*OF_PETITION)
def tell_who_asked(delivered: Delivered) -> None:
    """Whoever asked learns how it stands."""
    tell_of_petition(delivered)


@reacts_to(PetitionAnswered.name, PetitionRefused.name, PetitionWithdrawn.name, PetitionLapsed.name)
def first_one_ended(delivered: Delivered) -> None:
    """One answer reaches all who asked the same; without an answer the next one goes on."""
    first = Petition.objects.filter(case__uuid=delivered.about).first()
    if first is not None:
        ENDED.get(delivered.name, free_joined)(first, by=Actor.system(), at=delivered.at)


@reacts_to(PetitionWithdrawn.name, PetitionRefused.name, PetitionLapsed.name, PetitionJoined.name)
def shown_no_more(delivered: Delivered) -> None:
    """What nobody will answer here is shown no more; of what was joined the first one is."""
    take_back_what_ended(UUID(delivered.about), at=delivered.at)


@reacts_to(PetitionPublished.name)
def tell_who_backed(delivered: Delivered) -> None:
    """Whoever said "me too" and signed in learns that there is an answer."""
    tell_backers(delivered)


@reacts_to("people.PersonForgotten")
def person_forgotten(delivered: Delivered) -> None:
    """What they said goes; their files are forgotten by the register of files."""
    forget_asker(UUID(delivered.about))


@reacts_to("people.PersonCorrected", "people.PeopleMerged")
def person_changed(delivered: Delivered) -> None:
    """A petition is found by the name its sender has now."""
    show_anew(Petition.objects.of_person(UUID(delivered.about)))


@reacts_to("cases.CaseRehomed", "cases.CaseHandedOver")
def case_moved_house(delivered: Delivered) -> None:
    """A petition went to another commune: its officers find it and see its photos."""
    follow_case(UUID(delivered.about))


@reacts_to("places.PlaceSucceeded")
def place_succeeded(delivered: Delivered) -> None:
    """What was said of a place that went whole into another is said of that one."""
    if not delivered.data["part"]:
        follow_place(old=int(delivered.data["old"]), new=int(delivered.data["new"]))
