"""One list over all systems: whatever they hold, its pages together are the whole, in order, each row once."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kit import matters as kept
from tinhso.kit.doors import Request
from tinhso.kit.matters import A_PAGE, AT_MOST, Matter, Shelf, Wish, in_turn, matters, matters_of

START = datetime(2026, 11, 22, tzinfo=UTC)
NOBODY = cast(Request, SimpleNamespace())
ROWS = st.dictionaries(
    st.sampled_from(("appointments", "dossiers", "petitions")),
    st.lists(st.integers(0, 3), max_size=90),
    max_size=3,
)


def matter(second: int, number: int, tone: str = "") -> Matter:
    at = START + timedelta(seconds=second)
    return Matter(at=at, id=number, title=f"{number}", state="", next="", url="/", icon="clock", tone=tone)


def registered(system: str, seconds: list[int]) -> set[tuple[str, int]]:
    """A system with a row at each of these moments, which answers as a database would."""
    rows = [matter(second, number) for number, second in enumerate(seconds, 1)]
    rows.sort(key=lambda one: (one.at, one.id), reverse=True)

    @matters(system)
    def told(_request: Request, wish: Wish) -> list[Matter]:
        before = [one for one in rows if (one.at, one.id) < (wish.before, wish.below)]
        return before[:AT_MOST]

    return {(system, number) for number in range(1, len(seconds) + 1)}


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_pages_hold_every_row_once_in_order(systems: dict[str, list[int]]) -> None:
    with pytest.MonkeyPatch.context() as alone:
        alone.setattr(kept, "_questions", {})
        rows = [one for name, seconds in systems.items() for one in registered(name, seconds)]
        seen: list[Matter] = []
        after = ""
        while True:
            found = matters_of(NOBODY, uuid4(), Shelf.OPEN, after=after)
            seen += found.rows
            assert len(found.rows) <= A_PAGE
            if not found.next:
                break
            after = found.next
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)
    assert len(seen) == len(rows)
    assert sorted(one.id for one in seen) == sorted(number for _name, number in rows)


@pytest.mark.parametrize("cursor", ["", "x", "1.2", "zz.1.dossiers", "f" * 79 + ".1.a", "1.-5.dossiers", "1" * 500])
def test_a_cursor_that_nobody_gave_breaks_nothing(cursor: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(kept, "_questions", {})
    registered("dossiers", [1, 2])
    assert len(matters_of(NOBODY, uuid4(), Shelf.OPEN, after=cursor).rows) in (0, 2)


def test_what_waits_stands_first_and_the_rest_keeps_its_order() -> None:
    rows = [matter(4, 1), matter(3, 2, "turn"), matter(2, 3, "late"), matter(1, 4, "turn")]
    assert [one.id for one in in_turn(rows)] == [2, 4, 3, 1]
