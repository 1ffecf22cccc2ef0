"""Trying rules on petitions of the past before they are published: how many would go elsewhere, and which."""

from datetime import datetime
from typing import NamedTuple

from tinhso.government.petitions.actions.rules import facts_of, rules_of
from tinhso.government.petitions.domain.routing import Rule, first_rule
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.models import Petition, RuleBook
from tinhso.government.petitions.models.desks import commune_of, find_desk

TRIED = 1000
SHOWN = 50


class Elsewhere(NamedTuple):
    """A petition that these rules would send to another office: the two offices, and why."""

    petition: Petition
    before: str
    after: str
    why: str


class Trial(NamedTuple):
    """How many were tried, how many would go elsewhere, the newest of those, and how often each rule held."""

    tried: int
    elsewhere: int
    shown: list[Elsewhere]
    held: dict[str, int]


def try_rules(book: RuleBook, *, instead_of: RuleBook | None, at: datetime) -> Trial:
    """Route the newest thousand petitions by both versions. Nothing is changed."""
    rules, before = rules_of(book), rules_of(instead_of) if instead_of else ()
    rows = Petition.objects.select_related("topic", "place__parent", "case").order_by("-sent_at", "-pk")[:TRIED]
    held = {rule.name: 0 for rule in rules}
    tried, shown, elsewhere, offices = 0, list[Elsewhere](), 0, _Offices(at)
    for petition in rows:
        tried += 1
        old, new = _rule(petition, before), _rule(petition, rules)
        if new:
            held[new.name] += 1
        left, came = (offices.of(petition, rule) for rule in (old, new))
        if left != came:
            elsewhere += 1
            if len(shown) < SHOWN:
                shown.append(Elsewhere(petition, left, came, new.why if new else ""))
    return Trial(tried, elsewhere, shown, held)


class _Offices:
    """Where rules lead; each kind of office is looked for once in a commune."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._known: dict[tuple[str, int], str] = {}

    def of(self, petition: Petition, rule: Rule | None) -> str:
        """The name of the office."""
        code, commune = rule.desk if rule else petition.topic.desk, commune_of(petition.place)
        key = (code, commune.pk)
        if key not in self._known:
            desk = find_desk(code, commune, at=self._at)
            self._known[key] = desk.agency.name if desk else ""
        return self._known[key]


def _rule(petition: Petition, rules: tuple[Rule, ...]) -> Rule | None:
    told = facts_of(
        petition.topic, petition.place, kind=Kind(petition.kind), channel=Way(petition.channel),
        language=petition.language, urgent=petition.urgent, words=petition.words,
    )  # fmt: skip
    return first_rule(rules, told)
