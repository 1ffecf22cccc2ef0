"""What stands out comes in the order in which it wants somebody, and never from a place that was not asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tinhso.warehouse import concerns
from tinhso.warehouse.concerns import Ask, Concern, concerns_of

NOW = timezone.make_aware(datetime(2026, 11, 23, 7))


def stands(what: str, *, weight: float, holder: str = "", place: int = 1, hours: int = 1) -> Concern:
    return Concern(what=what, place=place, since=NOW - timedelta(hours=hours), weight=weight, holder=holder)


@pytest.fixture
def systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two systems, each with concerns of its own."""

    def room(name: str, found: Iterable[Concern]) -> SimpleNamespace:
        return SimpleNamespace(__name__=name, open_concerns=lambda _ask: found)

    late = [stands("late", weight=1, holder="Co Mạ"), stands("mute", weight=1), stands("old", weight=1, hours=9)]
    cut = [stands("cut", weight=2, place=2, holder="Viettel")]
    found = [room("tinhso.one.concerns", late), room("tinhso.two.concerns", cut), room(concerns.__name__, [])]
    monkeypatch.setattr(concerns, "rooms", lambda _name: found)


@pytest.mark.usefixtures("systems")
def test_the_heaviest_come_first_then_what_nobody_has_then_the_oldest() -> None:
    assert [one.what for one in concerns_of(Ask(places=None, at=NOW))] == ["cut", "old", "mute", "late"]
    assert [one.what for one in concerns_of(Ask(places=None, at=NOW, most=1))] == ["cut"]


@pytest.mark.usefixtures("systems")
def test_a_room_that_yields_a_foreign_place_is_held_to_what_was_asked() -> None:
    assert [one.what for one in concerns_of(Ask(places=frozenset({2}), at=NOW))] == ["cut"]
