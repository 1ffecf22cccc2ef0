"""What every step of a petition asks, worded once in a process: its row and its case, locked; its letters."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from tinhso.core.cases.models.hot import NOT_ASKED
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.models.letters import Letter, Rating
from tinhso.government.petitions.models.petitions import Petition
from tinhso.kit.prepared import Listing, Objects

NOT_STEPPED = (
    "words", *(f"case__{name}" for name in NOT_ASKED),
    *(f"topic__{name}" for name in ("uuid", "keywords", "position", "retired_at", "shipped")),
)  # fmt: skip
"""Columns that a step does not look at."""


class Round(NamedTuple):
    """The number of a letter among those of its kind."""

    round: int


class RatedRound(NamedTuple):
    """Which answer of a petition was rated, and how."""

    round: int
    faces: int


def _step(uuid: UUID) -> QuerySet[Petition, Any]:
    rows = Petition.objects.select_for_update(of=("self", "case")).filter(uuid=uuid)
    return rows.select_related("case__definition", "case__place", "topic").defer(*NOT_STEPPED)


def _asked(uuid: UUID) -> QuerySet[Petition, Any]:
    whose = ("case__place", "case__agency", "case__applicant", "case__system")
    return Petition.objects.select_related("case").only("uuid", *whose).filter(uuid=uuid)


def _rounds(petition: int, kind: str) -> QuerySet[Letter, Any]:
    return Letter.objects.filter(petition=petition, kind=kind).order_by("round").values_list("round")


def _letters(petition: int, kind: str) -> QuerySet[Letter, Any]:
    return Letter.objects.filter(petition=petition, kind=kind).order_by("-round")


def _rated(petition: int) -> QuerySet[Rating, Any]:
    return Rating.objects.filter(petition=petition).order_by("round").values_list("round", "faces")


def _joined(petition: int) -> QuerySet[Petition, Any]:
    return Petition.objects.filter(joined_to=petition).order_by("pk").only("uuid")


ASKED = Objects[Petition](_asked)
STEP = Objects[Petition](_step)
ROUNDS = Listing(Round, _rounds)
LETTERS = Objects[Letter](_letters)
RATED = Listing(RatedRound, _rated)
JOINED = Objects[Petition](_joined)


def locked_petition(uuid: UUID) -> Petition:
    """A petition and its case as they are now, and nobody else's before the end. Raises Petition.DoesNotExist.

    Asked twice when nothing comes, as `locked_case` is.
    """
    found = STEP(uuid) or STEP(uuid)
    if not found:
        raise Petition.DoesNotExist
    return found[0]


def asked_petition(uuid: UUID) -> Petition | None:
    """A petition with as much of its case as tells whom it concerns."""
    return next(iter(ASKED(uuid)), None)


def letters_of(petition: int, kind: LetterKind) -> int:
    """How many letters of a kind were written."""
    return len(ROUNDS(petition, kind.value))


def last_letter(petition: int, kind: LetterKind) -> Letter | None:
    """The newest letter of a kind."""
    return next(iter(LETTERS(petition, kind.value)), None)


def ratings_of(petition: int) -> dict[int, int]:
    """Which answers were rated: round → face."""
    return {row.round: row.faces for row in RATED(petition)}


def joined_to(petition: int) -> list[UUID]:
    """Those that wait for the answer of this one."""
    return [row.uuid for row in JOINED(petition)]
