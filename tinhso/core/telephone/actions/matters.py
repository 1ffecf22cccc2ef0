"""Finding the matter that somebody asks for by telephone, telling how it stands, and keeping what they think of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import override

from tinhso.core.cases.actions.slips import NotFound, find_by_secret
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.slips import case_of_code
from tinhso.core.people.models import Person
from tinhso.core.telephone.actions.lines import Standing, lines
from tinhso.core.telephone.domain.understanding import Reading
from tinhso.kit.actors import Actor, Channel


class SecretWanted(Exception):
    """A code alone, and not from the telephone of who asked for it: whether there is such a code is not told."""


def likeliest(readings: Sequence[Reading]) -> Reading:
    """The first that is the code of a case; else the first."""
    known = set(Case.objects.filter(ref__in={one.code for one in readings}).values_list("ref", flat=True))
    return next((one for one in readings if one.code in known), readings[0])


def find(reading: Reading, *, phone: str, print_: str, at: datetime) -> Case:
    """The case of a code: with the nine digits from any telephone, without from that of who asked for it alone.

    Raises SecretWanted, NotFound, TryLater.
    """
    if reading.secret:
        case: Case | None = find_by_secret(reading.code, reading.secret, address=f"phone {print_}", at=at)
    else:
        case = case_of_code(reading.code)
        if case is None or not _belongs_to(phone, case):
            raise SecretWanted
    if case is None or case.system not in lines():
        raise NotFound
    return case


def case_of(row: UUID | None) -> Case | None:
    """A case that was found before."""
    if row is None:
        return None
    ref = Case.objects.filter(uuid=row).values_list("ref", flat=True).first()
    return case_of_code(ref) if ref else None


def standing(case: Case, language: str, *, at: datetime) -> Standing:
    """How it stands, in a language."""
    with override(language):
        told = lines()[case.system].tell(case, at)
        return Standing(tuple(str(one) for one in told.sentences if one), told.may_rate)


def rate(case: Case, faces: int, *, at: datetime) -> bool:
    """Keep what who holds the slip thinks of it; says whether it is taken up again. Raises Refusal."""
    line = lines().get(case.system)
    if line is None:
        raise NotFound
    return line.rate(case, faces, Actor(channel=Channel.PHONE), at)


def _belongs_to(phone: str, case: Case) -> bool:
    if not phone or case.applicant_id is None:
        return False
    return Person.objects.living().filter(uuid=case.applicant_id, phone=phone).exists()
