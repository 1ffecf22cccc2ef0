"""Putting a petition under another topic, by an officer who read it; it goes to that topic's desk."""

from datetime import datetime

from django.db import transaction

from tinhso.core.accounts.actions import require
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.handling import forward
from tinhso.government.petitions.actions.rules import route
from tinhso.government.petitions.actions.steps import must_be_open
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.events import PetitionRetopiced
from tinhso.government.petitions.models import Petition, Topic
from tinhso.government.petitions.models.hot import locked_petition
from tinhso.kit.actors import Actor
from tinhso.kit.writing import update

HANDLE = "handle_cases"


@transaction.atomic
def retopic_petition(petition: Petition, *, topic: Topic, by: Actor, at: datetime) -> Petition:
    """Say what it is about after all. The clock runs on. Raises NotYours, NotNow, and what `forward` raises."""
    petition = locked_petition(petition.uuid)
    case, before = petition.case, petition.topic.code
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    must_be_open(case)
    if topic.pk == petition.topic_id:
        return petition

    petition.topic = topic
    update(petition, ("topic",))

    record(
        PetitionRetopiced(topic=Code(topic.code), before=Code(before)), about=case, by=by, at=at, place=case.place_id
    )
    return _to_its_desk(petition, topic, by=by, at=at)


def _to_its_desk(petition: Petition, topic: Topic, *, by: Actor, at: datetime) -> Petition:
    """Forward it where the rules send this topic, unless it lies there."""
    full = Petition.objects.select_related("place__parent").get(pk=petition.pk)
    routed = route(
        topic, full.place, kind=Kind(full.kind), channel=Way(full.channel), language=full.language,
        urgent=full.urgent, words=full.words, at=at,
    )  # fmt: skip
    if routed.desk.agency.pk == petition.case.agency_id:
        return petition
    return forward(petition, to=routed.desk.agency, reason=topic.said("vi"), by=by, at=at)
