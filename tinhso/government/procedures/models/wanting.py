"""Which procedures ask for a sort of paper, and which sorts can be kept for later."""

from datetime import date

from tinhso.government.procedures.domain.catalogue import Facts, Paper
from tinhso.government.procedures.domain.needs import needs, same_papers
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.models.catalogue import ProcedureVersion
from tinhso.government.procedures.models.laws import catalogue_on

SERVES_ONCE = frozenset({"form", "sample"})


def wanting(sort: str, day: date) -> list[tuple[ProcedureVersion, Facts, Paper]]:
    """Procedures that can be begun on line on a day and take this sort of paper, with the line that asks for it."""
    return [
        (version, law, need.paper)
        for version, law in catalogue_on(day)
        if "online" in law.channels and law.level != "counter" and not version.is_suspended
        for need in needs(law, Door.OWN)
        if sort in same_papers(need.paper)
    ]


def sorts_kept(day: date) -> list[tuple[str, str]]:
    """Sorts of paper that somebody may put away, with their names, those that are wanted most first."""
    asked: dict[str, list[str]] = {}
    for _version, law in catalogue_on(day):
        for need in needs(law, Door.OWN):
            if need.paper.kind not in SERVES_ONCE:
                asked.setdefault(need.paper.key, []).append(str(need.paper.name))
    ordered = sorted(asked.items(), key=lambda one: (-len(one[1]), min(one[1], key=len)))
    return [(key, min(names, key=len)) for key, names in ordered]
