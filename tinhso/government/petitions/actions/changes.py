"""What follows when people, places and silence do: words forgotten, places renewed, questions that nobody answered."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.core.cases.actions import NotNow
from tinhso.core.files.actions import move_files
from tinhso.government.petitions.actions.handling import lapse
from tinhso.government.petitions.actions.sending import show_in_search
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.models import Backer, Letter, Petition, PetitionQuerySet, Publication, Rating
from tinhso.kit.actors import Actor

AT_ONCE = 500


@transaction.atomic
def forget_asker(person: UUID) -> None:
    """Forget what a person said, pointed at and thought; that there was a petition, and what was answered, stays."""
    theirs = Petition.objects.of_person(person)
    ids = list(theirs.values_list("pk", flat=True))
    Letter.objects.filter(petition__in=ids, kind=LetterKind.GIVEN).update(words="")
    Rating.objects.filter(petition__in=ids).update(words="", voice=None)
    Petition.objects.filter(pk__in=ids).update(words="", lat=None, lon=None)
    Backer.objects.filter(person=person).delete()
    show_anew(theirs)


def show_anew(petitions: PetitionQuerySet) -> None:
    """Renew what is found of some petitions: the name or the place has changed."""
    for petition in petitions.select_related("case__applicant")[:AT_ONCE]:
        show_in_search(petition)


def follow_case(case: UUID) -> None:
    """A petition lies at another commune now: its officers find it and see what lies with it."""
    for petition in Petition.objects.select_related("case__applicant").filter(case__uuid=case):
        theirs = petition.files.values_list("file", flat=True)
        written = [letter.file for letter in petition.letters.exclude(file=None) if letter.file]
        move_files([*theirs, *written], place=petition.case.place_id)
        show_in_search(petition)


def follow_place(*, old: int, new: int) -> int:
    """A place went whole into another: what was said of it is said of that one now; says how many."""
    Publication.objects.filter(place=old).update(place=new)
    Publication.objects.filter(commune=old).update(commune=new)
    return Petition.objects.filter(place=old).update(place=new)


def lapse_silent(*, by: Actor, at: datetime) -> int:
    """Close petitions whose senders did not answer a question in time; says how many. Each is closed by itself."""
    closed = 0
    late = Letter.objects.open_questions().filter(until__lt=at).select_related("petition").order_by("until")
    for letter in late[:AT_ONCE]:
        try:
            lapse(letter.petition, by=by, at=at)
        except NotNow:
            continue
        closed += 1
    return closed
