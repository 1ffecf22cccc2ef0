"""Asking why somebody's data was opened: a question to the office that did, with the reading named in it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions.reading import Look
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.actions.sending import Said, send_petition
from tinhso.government.petitions.domain.topics import OTHER
from tinhso.government.petitions.domain.words import FileKind, Kind, Way
from tinhso.government.petitions.models import AskedReading, Petition, Topic
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day_time

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

TOPIC = "papers.manner"


class AskedAlready(Refusal):
    sentence = _("You have asked about this already. See your reports.")


@transaction.atomic
def ask_why(
    look: Look, *, office: Organisation | None, person: Person, words: str, voice: "UploadedFile | None" = None,
    language: str, by: Actor, at: datetime,
) -> Petition:  # fmt: skip
    """Ask the office that looked why it did; without one that we know, the desk of such questions gets it.

    Raises AskedAlready, and what `send_petition` raises.
    """
    if AskedReading.objects.filter(reading=look.uuid).exists():
        raise AskedAlready
    topics = Topic.objects.select_related("parent")
    topic = topics.filter(code=TOPIC).first() or topics.get(code=OTHER)
    said = Said(
        kind=Kind.QUESTION, topic=topic, place=_place_of(person), channel=Way.HELPER if by.for_person else Way.PAGE,
        words=f"{question(look)} {words}".strip(), language=language, applicant=person, may_show=False, office=office,
        brought=(Brought(kind=FileKind.VOICE, upload=voice),) if voice else (),
    )  # fmt: skip
    petition = send_petition(said, by=by, at=at)
    AskedReading.objects.create(petition=petition, reading=look.uuid, asked_at=at)
    return petition


def question(look: Look) -> str:
    """The reading, as the office reads it: when, for which reason, about which case."""
    told = _("My data was opened on %(when)s, reason: %(reason)s, case: %(case)s. Why?")
    return str(told % {"when": say_day_time(look.at), "reason": look.reason, "case": look.case or "–"})


def office_of(post: int | None) -> Organisation | None:
    """The office from whose post somebody looked, or what it has become."""
    held = Post.objects.select_related("organisation__place__parent").filter(pk=post).first() if post else None
    return held.organisation.now if held else None


def _place_of(person: Person) -> Place:
    return person.home or Place.objects.home()
