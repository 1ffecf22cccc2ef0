"""Which household is of which ethnic group: the province's shares by largest remainder, villages kept together."""

from collections.abc import Mapping, Sequence
from random import Random

from tinhso.core.people.domain.tables import rows
from tinhso.core.places.models import Place


def shares_of(province: str) -> Mapping[str, int]:
    """How many people of each group the province has."""
    return {row["group"]: int(row["people"]) for row in rows("ethnic_shares.csv") if row["province"] == province}


def apportion(shares: Mapping[str, int], count: int) -> dict[str, int]:
    """`count` things shared out by largest remainder: every group that has people gets its true part."""
    whole = sum(shares.values())
    exact = {group: people * count / whole for group, people in shares.items()}
    given = {group: int(part) for group, part in exact.items()}
    by_remainder = sorted(exact, key=lambda group: given[group] - exact[group])
    for group in by_remainder[: count - sum(given.values())]:
        given[group] += 1
    return given


def groups_for(province: str, villages: Sequence[Place], count: int, random: Random) -> list[tuple[Place, str]]:
    """A village and a group for each household: villages are mostly of one group, wards mostly Kinh."""
    wards_first = sorted(villages, key=lambda place: (_is_urban(place), random.random()), reverse=True)
    places = [wards_first[at * len(wards_first) // count] for at in range(count)]
    groups = apportion(shares_of(province), count)
    town = ["Kinh"] * groups.pop("Kinh", 0)
    blocks = [[group] * number for group, number in groups.items()]
    random.shuffle(blocks)
    ordered = town + [group for block in blocks for group in block]
    return list(zip(places, _mixed(ordered, random), strict=True))


def _mixed(ordered: list[str], random: Random) -> list[str]:
    """One household in eight lives among neighbours of another group."""
    moved = sorted(random.sample(range(len(ordered)), len(ordered) // 8))
    others = [ordered[at] for at in moved]
    random.shuffle(others)
    for at, group in zip(moved, others, strict=True):
        ordered[at] = group
    return ordered


def _is_urban(place: Place) -> bool:
    commune = place.parent if place.kind == "village" else place
    return commune is not None and commune.unit_type == "phường"
