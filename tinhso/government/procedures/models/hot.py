"""What every step of a dossier asks, worded once in a process: whose it is, its row locked, its letters, its rating."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from tinhso.core.cases.models.hot import NOT_ASKED
from tinhso.government.procedures.models.dossiers import Dossier, Kind, Letter, Rating
from tinhso.kit.prepared import Listing, Objects

WHOSE = ("case__place", "case__agency", "case__applicant")
NOT_STEPPED = (
    "sealed", *(f"case__{name}" for name in NOT_ASKED),
    *(f"procedure__{name}" for name in ("uuid", "slug", "field", "position", "suspended_at", "suspended_why")),
    *(f"version__{name}" for name in ("uuid", "number", "valid_from", "valid_to", "suspended_at", "suspended_why")),
    *(f"version__{name}" for name in ("facts", "made_by", "made_at")),
)  # fmt: skip
"""Columns that a step does not look at."""
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


def _step(uuid: UUID) -> QuerySet[Dossier, Any]:
    rows = Dossier.objects.select_for_update(of=("self", "case")).filter(uuid=uuid)
    return rows.select_related("case__definition", "case__place", "procedure", "version").defer(*NOT_STEPPED)


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


def locked_dossier(uuid: UUID) -> Dossier:
    """A dossier and its case as they are now, and nobody else's before the end. Raises Dossier.DoesNotExist.

    Asked twice when nothing comes, as `locked_case` is.
    """
    return _one(STEP(uuid) or STEP(uuid))


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
