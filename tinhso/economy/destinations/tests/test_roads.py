"""Roads from an extract of OpenStreetMap: junctions, speeds, and what plans say of it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tinhso.economy.destinations.actions.roads import put_roads, reckon_legs
from tinhso.economy.destinations.actions.trips import known_drives
from tinhso.economy.destinations.domain.words import Basis
from tinhso.economy.destinations.models import Junction, Leg, Road

A, B, C, D = (20.84, 104.64), (20.84, 104.70), (20.90, 104.70), (20.95, 104.70)


def extract(tmp_path, ways: str):
    points = {1: A, 2: (20.84, 104.67), 3: B, 4: C, 5: D}
    nodes = "".join(f'<node id="{key}" lat="{lat}" lon="{lon}" version="1"/>' for key, (lat, lon) in points.items())
    file = tmp_path / "roads.osm"
    file.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}</osm>', encoding="utf-8")
    return file


def way(key: int, nodes: str, **tags: str) -> str:
    inside = "".join(f'<nd ref="{node}"/>' for node in nodes.split())
    return f'<way id="{key}" version="1">{inside}{"".join(f"<tag k={k!r} v={v!r}/>" for k, v in tags.items())}</way>'


@pytest.fixture
def towns(db):
    put_roads([("Một", *A), ("Hai", *D)], [], basis=Basis.TABLE)


def test_an_extract_becomes_roads(towns, tmp_path):
    ways = way(1, "1 2 3", highway="primary") + way(2, "3 4", highway="track") + way(3, "4 5", highway="footway")
    told = StringIO()
    call_command("import_roads", str(extract(tmp_path, ways)), stdout=told)
    assert told.getvalue().startswith("2 stretches between 3 junctions")
    long = Road.objects.get(one__lat=A[0], one__lon=A[1])
    assert long.km == pytest.approx(6.23, abs=0.05)
    assert long.minutes == pytest.approx(long.km / 42 * 60, rel=0.01)
    names = dict(Junction.objects.exclude(name="").values_list("name", "lat"))
    assert names == {"Một": pytest.approx(A[0]), "Hai": pytest.approx(C[0])}
    assert set(Leg.objects.values_list("basis", flat=True)) == {"osm"}
    assert known_drives()(A, C).basis is Basis.OSM


def test_a_rough_road_is_slow(towns, tmp_path):
    call_command(
        "import_roads", str(extract(tmp_path, way(1, "1 3", highway="tertiary", surface="gravel"))), stdout=StringIO()
    )
    road = Road.objects.get()
    assert road.minutes == pytest.approx(road.km / 18 * 60, rel=0.01)


@pytest.mark.parametrize(
    "ways", ["", way(1, "1 3", highway="footway"), way(1, "1 3", highway="primary", access="private")]
)
def test_an_extract_without_roads_changes_nothing(towns, tmp_path, ways):
    with pytest.raises(CommandError):
        call_command("import_roads", str(extract(tmp_path, ways)))
    assert Junction.objects.count() == 2


def test_a_broken_file_is_told(towns, tmp_path):
    file = tmp_path / "broken.osm.pbf"
    file.write_bytes(b"no map")
    with pytest.raises(CommandError):
        call_command("import_roads", str(file))


def test_the_shortest_way_is_taken_both_ways(db):
    names = [("a", *A), ("b", *B), ("c", *C)]
    put_roads(names, [(0, 1, 10, 10), (1, 2, 10, 10), (0, 2, 15, 60)], basis=Basis.TABLE)
    assert reckon_legs() == 6
    there, back = known_drives()(A, C), known_drives()(C, A)
    assert (there.km, there.minutes, there.basis) == (20, 20, Basis.TABLE)
    assert back == there
    assert reckon_legs() == 6


def test_roads_that_lead_round_the_mountain_are_taken_for_a_gap(db):
    put_roads([("a", *A), ("b", *B)], [(0, 1, 400, 400)], basis=Basis.TABLE)
    reckon_legs()
    assert known_drives()(A, B).basis is Basis.CROW
