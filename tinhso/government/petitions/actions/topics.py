"""Keeping the tree of topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.domain.desks import desk_kinds
from tinhso.government.petitions.domain.topics import LANGUAGES, OTHER, shipped_topics
from tinhso.government.petitions.events import TopicEntered, TopicRetired
from tinhso.government.petitions.models import Topic
from tinhso.kit.actors import Actor
from tinhso.kit.built import icons
from tinhso.kit.folding import fold
from tinhso.kit.refusals import Refusal

KEEP = "keep_petition_rules"


class TopicIncomplete(Refusal):
    """A topic lacks something that a person would see; `field` names it."""

    sentence = _("Give the topic its name in each language, a picture and an office that there is.")


class TopicStays(Refusal):
    sentence = _("This topic catches what has no other place; it always stays.")


class TopicHasMore(Refusal):
    sentence = _("Other topics stand below this one. Retire or move those first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWords:
    """What a keeper says of a topic; see `models.topics.Topic`."""

    words: Mapping[str, str]
    icon: str
    desk: str
    days: int | None = None
    urgent: bool = False
    keywords: tuple[str, ...] = ()
    position: int = 0


@transaction.atomic
def enter_topic(code: str, said: TopicWords, *, parent: Topic | None, by: Actor, at: datetime) -> Topic:
    """Enter a topic, or change the one with this code; a retired one stands again. Raises NotYours, TopicIncomplete."""
    require(by, KEEP, at=at)
    _refuse_incomplete(said)
    topic = Topic.objects.select_for_update(of=("self",)).filter(code=code).first() or Topic(code=code)

    topic.parent, topic.words, topic.icon, topic.desk = parent, dict(said.words), said.icon, said.desk
    topic.days, topic.urgent, topic.position = said.days, said.urgent, said.position
    topic.keywords = [word for word in map(fold, said.keywords) if word]
    topic.retired_at, topic.shipped = None, False
    topic.save()

    record(TopicEntered(topic=Code(topic.code)), about=topic, by=by, at=at)
    return topic


@transaction.atomic
def retire_topic(topic: Topic, *, by: Actor, at: datetime) -> Topic:
    """Let nothing new be said under a topic; what was said stays, new things go to its parent.

    Raises NotYours, TopicStays, TopicHasMore.
    """
    require(by, KEEP, at=at)
    topic = Topic.objects.select_for_update(of=("self",)).select_related("parent").get(pk=topic.pk)
    if topic.code == OTHER:
        raise TopicStays
    if topic.children.current().exists():
        raise TopicHasMore
    if topic.retired_at:
        return topic

    topic.retired_at = at
    topic.save(update_fields=["retired_at"])

    parent = topic.parent.code if topic.parent else OTHER
    record(TopicRetired(topic=Code(topic.code), parent=Code(parent)), about=topic, by=by, at=at)
    return topic


@transaction.atomic
def ship_topics(*, by: Actor, at: datetime) -> None:
    """Enter the topics that come with the product and are not here yet; what people of the province changed stays."""
    known = {topic.code: topic for topic in Topic.objects.all()}
    for position, line in enumerate(shipped_topics()):
        if line.code in known:
            continue
        topic = Topic.objects.create(
            code=line.code, parent=known.get(line.parent), words=line.words, icon=line.icon, desk=line.desk,
            days=line.days, urgent=line.urgent, keywords=list(line.keywords), position=position, shipped=True,
        )  # fmt: skip
        known[topic.code] = topic
        record(TopicEntered(topic=Code(topic.code)), about=topic, by=by, at=at)


def standing(topic: Topic) -> Topic:
    """The topic under which something new is said: itself, the nearest above that stands, or that for all else."""
    found: Topic | None = topic
    while found is not None and found.retired_at is not None:
        found = found.parent
    return found or Topic.objects.get(code=OTHER)


def _refuse_incomplete(said: TopicWords) -> None:
    if not all(said.words.get(language, "").strip() for language in LANGUAGES):
        raise TopicIncomplete(field="words")
    if f"{said.icon}-duotone" not in icons():
        raise TopicIncomplete(field="icon")
    if said.desk not in desk_kinds():
        raise TopicIncomplete(field="desk")
