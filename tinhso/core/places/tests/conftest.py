"""A small land: a province with three communes and their villages; or the shipped tables."""

from datetime import datetime, timedelta, timezone

import pytest

from tinhso.core.places import reference
from tinhso.core.places.actions import add_villages, register_places
from tinhso.core.places.domain import Kind, Unit
from tinhso.kit.actors import Actor

NOW = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=7)))
BY = Actor.system()


def commune(code, name, lat=21.3, lon=103.9, parent="14", **more):
    return Unit(code=code, name=name, kind=Kind.COMMUNE, unit_type="xã", parent=parent, lat=lat, lon=lon, **more)


@pytest.fixture
def land(db):
    """Sơn La with Chiềng Đen, Chiềng Xôm and Mường Lạn, two villages each; by code."""
    units = [
        Unit(code="14", name="Sơn La", kind=Kind.PROVINCE, unit_type="tỉnh", lat=21.3, lon=103.9),
        commune("03661", "Chiềng Đen", 21.40, 103.80, population=5000),
        commune("03664", "Chiềng Xôm", 21.38, 103.90, population=6000),
        commune("04246", "Mường Lạn", 20.90, 103.60, population=7000),
    ]
    made = {place.code: place for place in register_places(units, by=BY, at=NOW)}
    for code in ("03661", "03664", "04246"):
        add_villages(made[code], [("bản", f"Nà {code[-1]}"), ("bản", f"Huổi {code[-1]}")], by=BY, at=NOW)
    return made


@pytest.fixture
def vietnam(db):
    """The shipped tables."""
    reference.load(NOW)
