"""What everyone asks all day, worded once in a process: the case to act on, who could answer for it, its stops."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from tinhso.core.accounts.domain.rights import OVER_ALL_AGENCIES
from tinhso.core.accounts.models import Absence, Post
from tinhso.core.cases.models.cases import Case
from tinhso.core.cases.models.spells import Spell
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.prepared import Question, Slot

NOT_ASKED = (
    *(f"definition__{name}" for name in ("document", "uuid", "made_at", "published_at", "retired_at")),
    *(f"place__{name}" for name in ("uuid", "area_km2", "population", "lat", "lon", "bbox", "valid_from", "valid_to")),
)
"""Columns that an act does not look at."""
AT_ONCE = 8
"""So many places above each other, or accounts, fit one asking; fewer are filled up by repeating the first."""


def _seats(role: str, at: datetime, day: date, agency: int | None, places: Sequence[int]) -> QuerySet[Post, Any]:
    away = Absence.objects.on(day).filter(account=OuterRef("account"))
    posts = Post.objects.carrying(role, places=places, agency=agency, at=at).annotate(away=Exists(away))
    return posts.order_by("id").values_list("id", "account_id", "organisation_id", "organisation__parent_id", "away")


_role = Slot("-role-", Post._meta.get_field("role"))
_at = Slot(datetime(1801, 2, 3, tzinfo=UTC), Post._meta.get_field("starts_at"))
_day = Slot(date(1802, 3, 4), Absence._meta.get_field("first_day"))
_agency = Slot(-72, Organisation._meta.pk)
_some = tuple(Slot(key, Place._meta.pk) for key in range(-90, -90 + AT_ONCE))
_key = Slot(-71, Case._meta.pk)

_in_an_office = Question(
    lambda role, at, day, agency, *places: _seats(role, at, day, agency, places), _role, _at, _day, _agency, *_some
)
_over_all = Question(lambda role, at, day, *places: _seats(role, at, day, None, places), _role, _at, _day, *_some)
_load = Question(
    lambda *owners: Case.objects.open().filter(owner__in=owners).order_by().values_list("owner").annotate(Count("pk")),
    *_some,
)
_stops = Question(lambda key: Spell.objects.filter(case=key).order_by("since", "id"), _key)
_locked = Question(
    lambda key: (
        Case.objects.select_for_update(of=("self",))
        .select_related("definition", "place")
        .defer(*NOT_ASKED)
        .filter(pk=key)
    ),
    _key,
)


def locked_case(key: int) -> Case:
    """A case with its definition (the document only when asked for) and its place, locked. Raises Case.DoesNotExist."""
    found = _locked.objects(key)
    if not found:
        raise Case.DoesNotExist
    return found[0]


def seats_of(role: str, *, place: Place, agency: int, at: datetime, day: date) -> list[tuple[int, int, int, int, bool]]:
    """Posts that carry a role at a place and an office: (post, account, office, the office above, away today)."""
    places = _filled((*place.ancestors[1 - AT_ONCE :], place.pk))
    if role in OVER_ALL_AGENCIES:
        return _over_all.rows(role, at, day, *places)
    return _in_an_office.rows(role, at, day, agency, *places)


def load_of(owners: Sequence[int]) -> dict[int, int]:
    """How many open cases each of some accounts answers for; who has none is left out."""
    load: dict[int, int] = {}
    for start in range(0, len(owners), AT_ONCE):
        load |= dict(_load.rows(*_filled(owners[start : start + AT_ONCE])))
    return load


def stops_of(case: int) -> list[Spell]:
    """When the clock of a case stood, oldest first."""
    return _stops.objects(case)


def _filled(ids: Sequence[int]) -> list[int]:
    return [*ids, *[ids[0]] * (AT_ONCE - len(ids))]
