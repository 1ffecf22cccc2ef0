"""What everyone asks all day, worded once in a process: the case to act on, who could answer for it, its stops."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from tinhso.core.accounts.domain.rights import OVER_ALL_AGENCIES
from tinhso.core.accounts.models import Absence, Post
from tinhso.core.cases.models.cases import Case
from tinhso.core.cases.models.spells import Spell
from tinhso.core.places.models import Place
from tinhso.kit.prepared import Listing, Objects

NOT_ASKED = (
    *(f"definition__{name}" for name in ("document", "uuid", "made_at", "published_at", "retired_at")),
    *(f"place__{name}" for name in ("uuid", "area_km2", "population", "lat", "lon", "bbox", "valid_from", "valid_to")),
)
"""Columns that an act does not look at."""
AT_ONCE = 8
"""So many accounts are asked of at once, so that there are no more wordings than these."""


class SeatLine(NamedTuple):
    """A post that carries a role: who holds it, of which office, the office above that, and whether they are away."""

    post: int
    account: int
    office: int
    above: int | None
    away: bool


class OwnerLoad(NamedTuple):
    """How many open cases an account answers for."""

    owner: int
    number: int


def _seats(role: str, at: datetime, day: date, agency: int | None, places: frozenset[int]) -> QuerySet[Post, Any]:
    away = Absence.objects.on(day).filter(account=OuterRef("account"))
    posts = Post.objects.carrying(role, places=places, agency=agency, at=at).annotate(away=Exists(away))
    return posts.order_by("id").values_list("id", "account_id", "organisation_id", "organisation__parent_id", "away")


def _load(owners: frozenset[int]) -> QuerySet[Case, Any]:
    return Case.objects.open().filter(owner__in=owners).order_by().values_list("owner").annotate(Count("pk"))


def _locked(key: int) -> QuerySet[Case, Any]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("definition", "place")
    return rows.defer(*NOT_ASKED).filter(pk=key)


SEATS = Listing(SeatLine, _seats)
LOAD = Listing(OwnerLoad, _load)
STOPS = Objects[Spell](lambda key: Spell.objects.filter(case=key).order_by("since", "id"))
LOCKED = Objects[Case](_locked)


def locked_case(key: int) -> Case:
    """A case with its definition (the document only when asked for) and its place, locked. Raises Case.DoesNotExist.

    Asked twice when nothing comes: PostgreSQL drops a row that got another place while we waited for its lock.
    """
    found = LOCKED(key) or LOCKED(key)
    if not found:
        raise Case.DoesNotExist
    return found[0]


def seats_of(role: str, *, place: Place, agency: int, at: datetime, day: date) -> list[SeatLine]:
    """Posts that carry a role at a place and an office, oldest first."""
    return SEATS(role, at, day, None if role in OVER_ALL_AGENCIES else agency, frozenset({*place.ancestors, place.pk}))


def load_of(owners: Sequence[int]) -> dict[int, int]:
    """How many open cases each of some accounts answers for; who has none is left out."""
    load: dict[int, int] = {}
    for start in range(0, len(owners), AT_ONCE):
        load |= dict(LOAD(frozenset(owners[start : start + AT_ONCE])))
    return load


def stops_of(case: int) -> list[Spell]:
    """When the clock of a case stood, oldest first."""
    return STOPS(case)


def days_taken(case: Case, *, until: datetime) -> int:
    """Whole days from reception (or opening) to a moment, without the stops of the clock."""
    stood = sum(((stop.until or until) - stop.since for stop in stops_of(case.pk)), timedelta())
    return max(0, (until - (case.received_at or case.opened_at) - stood).days)
