"""Sending a petition: one action for all doors. It finds its desk, and its clock starts at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.actions.mandates import NoMandate
from tinhso.core.accounts.models import Mandate
from tinhso.core.cases.actions import next_number, open_case
from tinhso.core.cases.domain.definition import Span, Unit
from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.core.search.actions import index
from tinhso.events.definitions import Code
from tinhso.government.petitions.actions.files import Brought, keep_brought
from tinhso.government.petitions.actions.rules import Routed, code_of, route
from tinhso.government.petitions.actions.suggesting import sure_topic
from tinhso.government.petitions.actions.topics import standing
from tinhso.government.petitions.domain.words import ASSISTED, LONGEST, TYPED_BY_AN_OFFICER, Kind, Side, Way
from tinhso.government.petitions.events import PetitionSent
from tinhso.government.petitions.models import Petition, Topic
from tinhso.government.petitions.models.desks import Desk, commune_of
from tinhso.government.petitions.models.sending import sent_since, workflow_of
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.addresses import url
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import insert

if TYPE_CHECKING:
    from decimal import Decimal

SYSTEM, WORKFLOW = "petitions", "petitions.petition"
TAKE_IN = "take_in_petitions"
FOUND, HANDLE = "petition", "handle_cases"
MOST_FILES = 10
IN_AN_HOUR = timedelta(hours=1)


class NothingSaid(Refusal):
    sentence = _("Tell us something: write a few words, take a photo, or speak.")
    field = "words"


class TooLong(Refusal):
    sentence = _("This is very long. Write the most important things, and put the rest in as a paper.")
    field = "words"


class TooManyFiles(Refusal):
    sentence = _("Ten photos and recordings are the most. Send the best ones.")
    field = "photos"


class SlowDown(Refusal):
    """Nobody is locked out: the next hour they can send again, and a person answers the telephone at once."""

    sentence = _("You have sent many in a short time; all of them have arrived. Wait an hour, or call us.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says, by whatever door.

    place      the village or commune it is about, with its parent
    office     the office that is asked, where somebody names one: then no rule is looked for
    applicant  who asks; None when they are not known, or do not want to be
    urgent     somebody is in danger; a topic may say so by itself
    """

    kind: Kind
    topic: Topic
    place: Place
    channel: Way
    words: str = ""
    language: str = "vi"
    applicant: Person | None = None
    anonymous: bool = False
    urgent: bool = False
    may_show: bool = False
    point: tuple[float, float] | None = None
    office: Organisation | None = None
    brought: Sequence[Brought] = field(default=())


@transaction.atomic
def send_petition(said: Said, *, by: Actor, at: datetime) -> Petition:
    """Take in what somebody says and bring it to the right desk. Its code is `petition.ref`.

    Whoever does not want to be named stands nowhere, not even in the log. Raises NothingSaid, TooLong, TooManyFiles,
    SlowDown, NotYours or NoMandate, NoOffice, FileRefused.
    """
    _refuse_unsayable(said)
    by = _may_send(said, by=by, at=at)
    petition = open_petition(said, applicant=None if said.anonymous else said.applicant, by=by, at=at)
    keep_brought(petition, said.brought, side=Side.ASKER, by=by, at=at)
    show_in_search(petition)
    return petition


def open_petition(
    said: Said, *, applicant: Person | UUID | None, by: Actor, at: datetime, first: Petition | None = None
) -> Petition:
    """Find the desk and begin the case. `first`: this is a part of that one, and has its clock. Raises NoOffice."""
    topic = standing(sure_topic(said.topic, said.words))
    urgent = said.urgent or topic.urgent
    routed = _routed(said, topic, urgent=urgent, at=at)
    case = open_case(
        workflow_of(WORKFLOW),
        ref=number(at),
        title=f"{topic.said('vi')} · {said.place.name}",
        applicant=applicant,
        place=routed.desk.place,
        agency=routed.desk.agency,
        values={"kind": said.kind, "topic": topic.code, "channel": said.channel, "urgent": urgent},
        by=by,
        at=at,
        received_at=first.case.received_at if first else at,
        term=term_of(topic, urgent=urgent),
        event=lambda opened: _sent(opened, said, topic, routed, urgent=urgent),
    )
    petition = _row(said, topic, routed, case, urgent=urgent, at=first.sent_at if first else at)
    petition.split_from = first
    insert(petition)
    return petition


def _routed(said: Said, topic: Topic, *, urgent: bool, at: datetime) -> Routed:
    """The office that was named, else the desk that the rules find. Raises NoOffice."""
    if said.office:
        return Routed(Desk(said.office, _place_of(said.office, said.place)), None, None)
    return route(
        topic, said.place, kind=said.kind, channel=said.channel, language=said.language, urgent=urgent,
        words=said.words, at=at,
    )  # fmt: skip


def _place_of(office: Organisation, about: Place) -> Place:
    """Where the case of a named office lies: its own commune, or the commune it is about when it is the province's."""
    return office.place if office.place.kind == PlaceKind.COMMUNE else commune_of(about)


def show_in_search(petition: Petition) -> None:
    """Let officers find it by its code, by who asks and by what it is about."""
    case = petition.case
    name = case.applicant.full_name if case.applicant else ""
    index(
        FOUND, petition.uuid, case.ref, text=f"{name} {case.title}".strip(), place=case.place_id,
        permission=HANDLE, url=url("petition_desk", petition.uuid),
    )  # fmt: skip


def term_of(topic: Topic, *, urgent: bool) -> Span | None:
    """The topic's own term; None: what the rules say, which is shortest where somebody is in danger."""
    days: Decimal | int | None = None if urgent else topic.days
    return Span.of({"unit": Unit.WORKING_DAYS, "value": days}) if days else None


def number(at: datetime) -> str:
    """The next code: the day and a number that people can say, `PA-261122-0042`."""
    day = timezone.localdate(at)
    return f"PA-{day:%y%m%d}-{next_number(f'petition:{day:%m%d}', day.year):04}"


def _sent(case: Case, said: Said, topic: Topic, routed: Routed, *, urgent: bool) -> PetitionSent:
    return PetitionSent(
        topic=Code(topic.code),
        kind=said.kind,
        channel=said.channel,
        language=Code(said.language),
        assisted=said.channel in ASSISTED,
        anonymous=said.anonymous,
        urgent=urgent,
        agency=case.agency_id,
        rule=code_of(routed.rule),
        due=case.due_at,
    )


def said_of(petition: Petition, topic: Topic, words: str) -> Said:
    """Something else that somebody said at once: the same place, door and language."""
    place = Place.objects.select_related("parent").get(pk=petition.place_id)
    return Said(
        kind=Kind(petition.kind), topic=topic, place=place, channel=Way(petition.channel), words=words,
        language=petition.language, anonymous=petition.anonymous, may_show=petition.may_show,
    )  # fmt: skip


def _row(said: Said, topic: Topic, routed: Routed, case: Case, *, urgent: bool, at: datetime) -> Petition:
    """The row of a petition, not yet written."""
    petition = Petition(
        case=case, kind=said.kind, topic=topic, words=said.words.strip(), place=said.place, channel=said.channel,
        assisted=said.channel in ASSISTED, anonymous=said.anonymous, language=said.language, urgent=urgent,
        may_show=said.may_show, rule=code_of(routed.rule), sent_at=at,
    )  # fmt: skip
    petition.book = routed.book
    petition.lat, petition.lon = said.point or (None, None)
    return petition


def _refuse_unsayable(said: Said) -> None:
    if not said.words.strip() and not said.brought:
        raise NothingSaid
    if len(said.words) > LONGEST:
        raise TooLong
    if len(said.brought) > MOST_FILES:
        raise TooManyFiles


def _may_send(said: Said, *, by: Actor, at: datetime) -> Actor:
    """Who acts, as the log may know it. Raises NotYours, NoMandate, SlowDown."""
    if said.channel in TYPED_BY_AN_OFFICER:
        require(by, TAKE_IN, at=at)
        return by
    if said.anonymous:
        return Actor(channel=by.channel)
    person = said.applicant
    if person is None:
        if by.account is not None and by.channel is not Channel.SYSTEM:
            raise NotYours
        return by
    _refuse_stranger(person, by=by, at=at)
    _refuse_flood(person.uuid, at=at)
    return by


def _refuse_stranger(person: Person, *, by: Actor, at: datetime) -> None:
    if by.account is None and by.channel is Channel.SYSTEM:
        return
    if by.for_person is None:
        if by.person != person.uuid:
            raise NotYours
        return
    mandate = Mandate.objects.allowing(by, SYSTEM, at=at)
    if mandate is None or mandate.person_id != person.uuid:
        raise NoMandate


def _refuse_flood(person: UUID, *, at: datetime) -> None:
    """Somebody who sends without an end is slowed, never locked out."""
    if sent_since(person, at - IN_AN_HOUR) >= settings.PETITIONS_AN_HOUR:
        raise SlowDown
