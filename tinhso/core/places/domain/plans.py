"""Reorganisation without a database: what a resolution says, whether it makes sense, what can be compared.

Administrative units follow Law 72/2025/QH15 on the organisation of local government: since 2025-07-01 province and
commune; districts are history. Codes are those of the General Statistics Office (Decision 124/2004/QĐ-TTg and the lists
after it): two digits for a province, three for a district, five for a commune.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text

Node = TypeVar("Node", bound=Hashable)


class Kind(StrEnum):
    """The four levels of the tree."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


CODE_SHAPES: Mapping[Kind, re.Pattern[str]] = {
    Kind.PROVINCE: re.compile(r"\d{2}"),
    Kind.DISTRICT: re.compile(r"\d{3}"),
    Kind.COMMUNE: re.compile(r"\d{5}"),
    Kind.VILLAGE: re.compile(r"\d{5}-\d{2,3}"),
}

UNIT_TYPES: Mapping[Kind, tuple[str, ...]] = {
    Kind.PROVINCE: ("tỉnh", "thành phố"),
    Kind.DISTRICT: ("huyện", "quận", "thị xã", "thành phố"),
    Kind.COMMUNE: ("xã", "phường", "thị trấn", "đặc khu"),
    Kind.VILLAGE: ("bản", "thôn", "tiểu khu", "tổ dân phố", "xóm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as a table or a resolution describes it. Area in km², centre in degrees (WGS 84); None is unknown."""

    code: str
    name: str
    kind: Kind
    unit_type: str
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    area_km2: Decimal | None = None
    population: int | None = None
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An old unit goes to a new one. `share` is the part of its people that goes there, 0–1, where it is known."""

    old: str
    new: str
    part: bool = False
    share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a resolution decides: units that begin, and who takes over whom from the day `effective` on."""

    number: str
    issued: date
    effective: date
    title: str
    opens: tuple[Unit, ...]
    moves: tuple[Move, ...]

    @property
    def closes(self) -> tuple[str, ...]:
        """Codes of the units that end, in the order in which they are named."""
        return tuple(dict.fromkeys(move.old for move in self.moves))

    def divided(self) -> frozenset[str]:
        """Codes of the units that go to several successors."""
        return frozenset(move.old for move in self.moves if move.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit that is there today, as far as a plan must know it."""

    kind: Kind
    since: date | None
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a plan: the unit it is about and a sentence that tells what to do."""

    code: str
    sentence: Text


def faults(plan: Plan, standing: Mapping[str, Standing]) -> list[Fault]:
    """Everything that keeps a plan from being carried out, given the units that stand today by code."""
    return [*_faults_of_units(plan, standing), *_faults_of_moves(plan, standing), *_faults_of_shares(plan)]


def _faults_of_units(plan: Plan, standing: Mapping[str, Standing]) -> Iterator[Fault]:
    opened = Counter(unit.code for unit in plan.opens)
    fed = {move.new for move in plan.moves}
    closed = set(plan.closes)
    for unit in plan.opens:
        if not CODE_SHAPES[unit.kind].fullmatch(unit.code):
            yield Fault(code=unit.code, sentence=_("This code does not have the digits of its kind of unit."))
        if opened[unit.code] > 1:
            yield Fault(code=unit.code, sentence=_("This new unit is described twice. Keep one line."))
        if unit.code in standing and unit.code not in closed:
            yield Fault(
                code=unit.code, sentence=_("A unit with this code stands and does not end. Say who follows it.")
            )
        if unit.code not in fed:
            yield Fault(code=unit.code, sentence=_("No old unit goes into this one. Say where it comes from."))
        if not unit.name.strip():
            yield Fault(code=unit.code, sentence=_("This new unit has no name."))
        if unit.kind is not Kind.PROVINCE and unit.parent not in opened and unit.parent not in standing.keys() - closed:
            yield Fault(code=unit.code, sentence=_("The unit above this one is not known."))


def _faults_of_moves(plan: Plan, standing: Mapping[str, Standing]) -> Iterator[Fault]:
    opened = {unit.code for unit in plan.opens}
    closed = set(plan.closes)
    by_old: dict[str, list[Move]] = defaultdict(list)
    for move in plan.moves:
        by_old[move.old].append(move)
        if move.new not in opened and (move.new not in standing or move.new in closed):
            yield Fault(code=move.new, sentence=_("This successor neither stands nor begins with this resolution."))
    for old, moves in by_old.items():
        yield from _faults_of_old(old, moves, standing.get(old), plan.effective)


def _faults_of_old(old: str, moves: list[Move], unit: Standing | None, effective: date) -> Iterator[Fault]:
    if unit is None:
        yield Fault(code=old, sentence=_("No unit with this code stands today."))
    elif unit.since and unit.since >= effective:
        yield Fault(code=old, sentence=_("This unit began on or after the day of the resolution."))
    if len({move.new for move in moves}) < len(moves):
        yield Fault(code=old, sentence=_("The same move is written twice. Keep one line."))
    elif len(moves) > 1 and not all(move.part for move in moves):
        yield Fault(code=old, sentence=_("A unit cannot go whole to one and also to another. Mark the moves as parts."))
    elif len(moves) == 1 and moves[0].part:
        yield Fault(code=old, sentence=_("Only a part of this unit is said to go. Say where the rest goes."))


def _faults_of_shares(plan: Plan) -> Iterator[Fault]:
    shares: dict[str, list[Decimal | None]] = defaultdict(list)
    for move in plan.moves:
        shares[move.old].append(move.share)
    for old, given in shares.items():
        known = [share for share in given if share is not None]
        if any(not 0 < share <= 1 for share in known):
            yield Fault(code=old, sentence=_("A share is a number above 0 and up to 1."))
        elif len(known) == len(given) and sum(known) != 1:
            yield Fault(code=old, sentence=_("The shares of this unit do not add up to 1."))
        elif sum(known) > 1:
            yield Fault(code=old, sentence=_("The shares of this unit are more than the whole."))


def comparable_groups(links: Iterable[tuple[Node, Node]], nodes: Iterable[Node]) -> list[frozenset[Node]]:
    """The smallest groups of units whose sums can be compared before and after: linked ones stand together."""
    leader: dict[Node, Node] = {node: node for node in nodes}

    def find(node: Node) -> Node:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for old, new in links:
        leader[find(old)] = find(new)
    groups: dict[Node, set[Node]] = defaultdict(set)
    for node in leader:
        groups[find(node)].add(node)
    return [frozenset(group) for group in groups.values()]


def carried(
    numbers: Mapping[Node, Decimal], moves: Mapping[Node, Mapping[Node, Decimal | None]]
) -> dict[Node, Decimal]:
    """Numbers of old units summed for their successors; a successor that gets an unknown share is left out."""
    sums: dict[Node, Decimal] = defaultdict(Decimal)
    unknown: set[Node] = set()
    for old, number in numbers.items():
        for new, share in moves.get(old, {old: Decimal(1)}).items():
            if share is None:
                unknown.add(new)
            else:
                sums[new] += number * share
    return {new: number for new, number in sums.items() if new not in unknown}
