"""Topics suggested from what the province decided before: learnt now and then, measured, followed by a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from tinhso.events.log import record
from tinhso.government.petitions.domain.suggesting import Decided, Model, Suggestion, learn, measure
from tinhso.government.petitions.domain.topics import OTHER
from tinhso.government.petitions.domain.words import WITH_ANSWER
from tinhso.government.petitions.events import TopicsLearnt
from tinhso.government.petitions.models import Learning, Petition, Topic
from tinhso.kit.actors import Actor

MOST_LEARNT = 20_000
KEPT = 5
_models: dict[int, Model] = {}


class Suggested(NamedTuple):
    """A topic that may be meant, and the words that speak for it."""

    topic: Topic
    because: tuple[str, ...]


def decided() -> list[Decided]:
    """What was answered, the newest twenty thousand: what was said, and under which topic it was answered."""
    rows = Petition.objects.filter(case__state__in=WITH_ANSWER).exclude(words="").exclude(topic__code=OTHER)
    told = rows.order_by("-sent_at", "-pk").values_list("words", "topic__code", "sent_at")[:MOST_LEARNT]
    return [Decided(words, topic, at) for words, topic, at in told]


@transaction.atomic
def learn_topics(*, at: datetime) -> Learning | None:
    """Learn anew and measure how it would have done; None when nothing is decided yet. The last five are kept."""
    told = decided()
    if not told:
        return None
    found = measure(told, bar=settings.PETITION_SUGGESTING_BAR)
    made = Learning.objects.create(
        words=learn(told), petitions=len(told), tried=found.tried, right=found.right, among=found.among,
        bar=settings.PETITION_SUGGESTING_BAR, lead=found.lead, sure=found.sure, learnt_at=at,
    )  # fmt: skip
    old = Learning.objects.newest().values_list("pk", flat=True)[KEPT:]
    Learning.objects.filter(pk__in=list(old)).delete()

    learnt = TopicsLearnt(petitions=len(told), tried=found.tried, right=found.right, passed=found.lead is not None)
    record(learnt, about=made, by=Actor.system(), at=at)
    return made


def suggest_topics(words: str, *, but: str = "") -> list[Suggested]:
    """Topics that may be meant, the likeliest first; `but` is the one it has already."""
    told = [one for one in _suggestions(words) if one.topic != but]
    topics = {topic.code: topic for topic in Topic.objects.current().filter(code__in=[one.topic for one in told])}
    return [Suggested(topics[one.topic], one.because) for one in told if one.topic in topics and one.because]


def sure_topic(topic: Topic, words: str) -> Topic:
    """The topic under which this is sent: what somebody chose; where they chose "something else", what is surely meant,
    if the province has set a bar and the last measurement passed it."""
    bar = settings.PETITION_SUGGESTING_BAR
    if not bar or topic.code != OTHER or not words.strip():
        return topic
    newest = Learning.objects.newest().defer("words").first()
    told = _suggestions(words)
    if newest is None or newest.bar < bar or newest.lead is None or not told or told[0].lead < newest.lead:
        return topic
    return Topic.objects.current().select_related("parent").filter(code=told[0].topic).first() or topic


def _suggestions(words: str) -> Sequence[Suggestion]:
    model = _newest()
    return model.suggest(words) if model else ()


def _newest() -> Model | None:
    """The model of the last learning, built once in a process."""
    key = Learning.objects.newest().values_list("pk", flat=True).first()
    if key is None:
        return None
    if key not in _models:
        _models.clear()
        _models[key] = Model(Learning.objects.get(pk=key).words)
    return _models[key]
