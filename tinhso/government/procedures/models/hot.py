"""What every step of a dossier asks, worded once in a process: whose it is, its row locked, its letters, its rating."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from tinhso.government.procedures.models.dossiers import Dossier, Kind, Letter, Rating
from tinhso.kit.prepared import Listing, Objects

WHOSE = ("case__place", "case__agency", "case__applicant")
TO_STEP = (
    "uuid", "door", "hand_back", "result", "decided_at", "released_at", "released_how", "case__parent",
    "procedure__code", "version__digest",
)  # fmt: skip
TO_RATE = (
    "uuid", "case__uuid", "case__system", "case__applicant", "case__place", "case__due_at", "case__stopped_at",
    "case__finished_at", "procedure__code",
)  # fmt: skip


class Round(NamedTuple):
    """The number of a letter among those of its kind."""

    round: int


class Rated(NamedTuple):
    """A dossier of which somebody said what they thought."""

    dossier: int


def _step(key: int) -> QuerySet[Dossier, Any]:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("case", "procedure", "version")
    return rows.only(*TO_STEP).filter(pk=key)


def _rate(key: int) -> QuerySet[Dossier, Any]:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("case", "procedure")
    return rows.only(*TO_RATE).filter(pk=key)


def _rounds(dossier: int, kind: str) -> QuerySet[Letter, Any]:
    return Letter.objects.filter(dossier=dossier, kind=kind).order_by("round").values_list("round")


def _requests(dossier: int) -> QuerySet[Letter, Any]:
    return Letter.objects.filter(dossier=dossier, kind=Kind.SUPPLEMENT).order_by("round").only("round", "answered_at")


def _asked(uuid: UUID) -> QuerySet[Dossier, Any]:
    return Dossier.objects.select_related("case").only(*WHOSE).filter(uuid=uuid)


ASKED = Objects[Dossier](_asked)
STEP = Objects[Dossier](_step)
RATE = Objects[Dossier](_rate)
ROUNDS = Listing(Round, _rounds)
REQUESTS = Objects[Letter](_requests)
RATED = Listing(Rated, lambda dossier: Rating.objects.filter(dossier=dossier).values_list("dossier"))


def asked_dossier(uuid: UUID) -> Dossier:
    """A dossier with as much of its case as tells whose it is. Raises Dossier.DoesNotExist."""
    return _one(ASKED(uuid))


def dossier_to_step(key: int) -> Dossier:
    """A dossier with what a step looks at, locked; its case is read apart. Raises Dossier.DoesNotExist."""
    return _one(STEP(key))


def dossier_to_rate(key: int) -> Dossier:
    """A dossier with what rating it looks at, locked. Raises Dossier.DoesNotExist."""
    return _one(RATE(key))


def is_rated(dossier: int) -> bool:
    """Whether somebody said what they thought of it."""
    return bool(RATED(dossier))


def letters_of(dossier: int, kind: Kind) -> int:
    """How many letters of a kind were written."""
    return len(ROUNDS(dossier, kind.value))


def requests_of(dossier: int) -> list[Letter]:
    """Every request for more, the first one first: its round, and when it was answered."""
    return REQUESTS(dossier)


def _one(found: list[Dossier]) -> Dossier:
    if not found:
        raise Dossier.DoesNotExist
    return found[0]
