"""What the version of a procedure says, read once in a process."""

from collections.abc import Iterable
from datetime import date

from tinhso.government.procedures.domain.catalogue import Facts, read_facts
from tinhso.government.procedures.models.catalogue import ProcedureVersion

MOST = 1000
_read: dict[str, Facts] = {}


def law_of(version: ProcedureVersion) -> Facts:
    """The document of a version as a tree; known by its digest, for a version is never changed."""
    known = _read.get(version.digest)
    if known is None:
        if len(_read) >= MOST:
            _read.clear()
        known = _read[version.digest] = read_facts(version.facts)
    return known


def laws_of(versions: Iterable[ProcedureVersion]) -> list[tuple[ProcedureVersion, Facts]]:
    """The same of many whose documents were left where they are: those not yet read come in one query."""
    wanted = list(versions)
    unread = [version.pk for version in wanted if version.digest not in _read]
    for fresh in ProcedureVersion.objects.filter(pk__in=unread):
        law_of(fresh)
    return [(version, law_of(version)) for version in wanted]


def catalogue_on(day: date) -> list[tuple[ProcedureVersion, Facts]]:
    """All that applies on a day, in the order of the catalogue."""
    return laws_of(ProcedureVersion.objects.on(day).listed())


def numbers_asked(version: ProcedureVersion) -> list[str]:
    """Keys of the questions that ask for an identity number."""
    return [field.key for field in law_of(version).asked if field.type == "personal_id"]
