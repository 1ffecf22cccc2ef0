"""Keeping the rules that find a desk, and asking them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.models import Status
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.topics import KEEP
from tinhso.government.petitions.domain.routing import Rule, first_rule, read_rules
from tinhso.government.petitions.domain.words import ASSISTED, Kind, Way
from tinhso.government.petitions.events import RulesDrafted, RulesPublished
from tinhso.government.petitions.models import RuleBook, Topic
from tinhso.government.petitions.models.desks import Desk, find_desk
from tinhso.government.petitions.models.sending import book_in_force
from tinhso.kit.actors import Actor
from tinhso.kit.folding import fold
from tinhso.kit.refusals import Refusal

_read: dict[tuple[int, datetime | None], tuple[Rule, ...]] = {}


class NotADraft(Refusal):
    sentence = _("These rules were published already and are never changed. Begin a new version.")


class NoOffice(Refusal):
    """The province has no office at all that could take it: its registers are empty."""

    sentence = _("We find no office for this place. Call us, a person will help.")
    field = "place"


class Routed(NamedTuple):
    """Where a petition goes, and by which rule of which version; without a rule by its topic."""

    desk: Desk
    book: RuleBook | None
    rule: Rule | None


@transaction.atomic
def draft_rules(said: object, *, note: str = "", by: Actor, at: datetime) -> RuleBook:
    """Write a version of the rules that is not in force yet; a draft that is there is written anew.

    Raises NotYours, BadRules.
    """
    require(by, KEEP, at=at)
    read_rules(said)
    book = RuleBook.objects.drafts().select_for_update().first()
    if book is None:
        last = RuleBook.objects.aggregate(last=Max("version"))["last"] or 0
        book = RuleBook(version=last + 1, status=Status.DRAFT)
    book.rules, book.note, book.made_by_id, book.made_at = said, note.strip()[:500], by.account, at
    book.save()

    record(RulesDrafted(number=book.version), about=book, by=by, at=at)
    return book


@transaction.atomic
def publish_rules(book: RuleBook, *, by: Actor, at: datetime) -> RuleBook:
    """Let new petitions go by this version; the version before is retired. Raises NotYours, NotADraft, BadRules."""
    require(by, KEEP, at=at)
    lives = {one.pk: one for one in RuleBook.objects.select_for_update().order_by("pk")}
    book = lives[book.pk]
    if book.status != Status.DRAFT:
        raise NotADraft
    rules = read_rules(book.rules)

    for before in lives.values():
        if before.status == Status.PUBLISHED:
            before.status, before.retired_at = Status.RETIRED, at
            before.save(update_fields=["status", "retired_at"])
    book.status, book.published_by_id, book.published_at = Status.PUBLISHED, by.account, at
    book.save(update_fields=["status", "published_by", "published_at"])

    record(RulesPublished(number=book.version, rules=len(rules)), about=book, by=by, at=at)
    return book


@transaction.atomic
def ship_rules(said: object, *, by: Actor, at: datetime) -> None:
    """Publish the rules that come with the product where there are none yet."""
    if not RuleBook.objects.exists():
        publish_rules(draft_rules(said, by=by, at=at), by=by, at=at)


def route(
    topic: Topic, place: Place, *, kind: Kind, channel: Way, language: str, urgent: bool, words: str,
    at: datetime, book: RuleBook | None = None,
) -> Routed:  # fmt: skip
    """Where this would go by a version of the rules; without one by the version in force. Raises NoOffice.

    `place` comes with its parent, a village with its commune.
    """
    book = book or book_in_force()
    told = facts_of(topic, place, kind=kind, channel=channel, language=language, urgent=urgent, words=words)
    rule = first_rule(rules_of(book), told) if book else None
    desk = find_desk(rule.desk if rule else topic.desk, place, at=at)
    if desk is None:
        raise NoOffice
    return Routed(desk, book, rule)


def facts_of(
    topic: Topic, place: Place, *, kind: Kind, channel: Way, language: str, urgent: bool, words: str
) -> Mapping[str, Any]:
    """What the conditions of rules are told."""
    places = [place.code] if place.parent is None else [place.code, place.parent.code]
    return {
        "topic": topic.code, "topics": topic.line, "kind": kind.value, "channel": channel.value, "language": language,
        "urgent": urgent, "assisted": channel in ASSISTED, "place": place.code, "places": places, "words": fold(words),
    }  # fmt: skip


def rules_of(book: RuleBook) -> tuple[Rule, ...]:
    """The rules of a version; those of a published one are read once in a process."""
    if book.status == Status.DRAFT:
        return read_rules(book.rules)
    key = (book.pk, book.published_at)
    if key not in _read:
        _read[key] = tuple(map(Rule.read, book.said))
    return _read[key]


def rule_said(book: RuleBook | None, name: str) -> str:
    """Why a rule of a version sent a petition to its desk, in its keeper's words."""
    rules = rules_of(book) if book else ()
    return next((rule.why for rule in rules if rule.name == name), "")


def code_of(rule: Rule | None) -> Code:
    return Code(rule.name if rule else "")
