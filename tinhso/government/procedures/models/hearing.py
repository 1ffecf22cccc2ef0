"""What people may say to find a procedure: the ear is made once per state of the catalogue."""

from collections.abc import Sequence

from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.domain.hearing import Ear, Voice
from tinhso.government.procedures.models.catalogue import ProcedureVersion

Listed = tuple[ProcedureVersion, Facts]
_ears: dict[tuple[str, ...], Ear] = {}


def heard(said: str, listed: Sequence[Listed]) -> list[Listed]:
    """Those that were meant, the likeliest first."""
    by_slug = {facts.slug: (version, facts) for version, facts in listed}
    return [by_slug[key] for key in _ear(listed).hear(said)]


def _ear(listed: Sequence[Listed]) -> Ear:
    state = tuple(version.digest for version, _facts in listed)
    if state not in _ears:
        _ears.clear()
        _ears[state] = Ear([_voice(facts) for _version, facts in listed])
    return _ears[state]


def _voice(facts: Facts) -> Voice:
    titles = (facts.title.vi, facts.title.en, facts.title.id)
    return Voice.of(facts.slug, (*titles, facts.name, facts.code, *facts.phrases))
