"""Borders come from a file, or are sketched around the centres; either way the map is drawn."""

import json
import math
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from shapely.ops import unary_union

from tinhso.core.places import actions
from tinhso.core.places.domain.shapes import BadShapeError, cells, checked, draw, neighbours
from tinhso.core.places.models import Boundary, areas, coloured, map_of, neighbours_of
from tinhso.core.places.tests.conftest import BY, NOW


def square(west, south, side=0.1):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def polygon(*corners):
    return {"type": "Polygon", "coordinates": [list(corners)]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def give(land, *features):
    return actions.import_boundaries(collection(*features), province=land["14"], source="Sở", by=BY, at=NOW)


def test_a_feature_finds_its_place_by_code_or_by_name(land):
    made = give(
        land,
        feature(square(103.8, 21.4), ma_xa="03661"),
        feature(square(103.9, 21.4), name="chieng xom"),
        feature(square(104.0, 21.4), ten="Xã Mường Lạn"),
    )
    assert {border.place_id for border in made} == {land[code].pk for code in ("03661", "03664", "04246")}
    drawn = map_of(land["14"], NOW.date())
    assert not drawn.schematic
    assert [place.name for place in neighbours_of(land["03664"], drawn)] == ["Chiềng Đen", "Mường Lạn"]


def test_a_second_file_takes_the_place_of_the_first(land):
    give(land, feature(square(103.8, 21.4), code="03661"))
    give(land, feature(square(103.7, 21.4), code="03661"))
    assert Boundary.objects.get().shape["coordinates"][0][0][0] == pytest.approx(103.7, abs=0.11)


BAD = {
    "no such place": feature(square(103.8, 21.4), name="Atlantis"),
    "nameless": feature(square(103.8, 21.4)),
    "a line": feature({"type": "LineString", "coordinates": [[103, 21], [104, 21]]}, code="03661"),
    "no geometry": feature(None, code="03661"),
    "turned round": feature(polygon([21, 103], [22, 103], [22, 104], [21, 103]), code="03661"),
    "metres": feature(square(400_000, 2_300_000, 1000), code="03661"),
    "empty": feature({"type": "Polygon", "coordinates": []}, code="03661"),
    "a point": feature(polygon([103, 21], [103, 21], [103, 21], [103, 21]), code="03661"),
    "words": feature({"type": "Polygon", "coordinates": "here"}, code="03661"),
    "nulls": feature({"type": "Polygon", "coordinates": [[[None, 1], [2, None], [3, 4], [None, 1]]]}, code="03661"),
    "not a feature": "feature",
    "a list of properties": {"properties": [1], "geometry": square(103, 21)},
}  # fmt: skip


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_a_bad_feature_is_named_and_nothing_is_imported(land, wrong):
    with pytest.raises(actions.BadBoundaries) as refused:
        give(land, feature(square(103.9, 21.4), code="03664"), wrong)
    assert [bad.number for bad in refused.value.features] == [2]
    assert str(refused.value.features[0].sentence)
    assert not Boundary.objects.exists()


@pytest.mark.parametrize("junk", [None, [], {}, {"features": []}, {"features": "x"}, "text", 7])
def test_what_is_no_collection_is_refused(land, junk):
    with pytest.raises(actions.BadBoundaries):
        actions.import_boundaries(junk, province=land["14"], source="", by=BY, at=NOW)


def test_the_same_place_twice_is_refused(land):
    with pytest.raises(actions.BadBoundaries):
        give(land, feature(square(103.9, 21.4), code="03664"), feature(square(103.8, 21.4), name="Chiềng Xôm"))


def test_the_command_reads_a_file_and_tells_what_is_wrong(land, tmp_path):
    file = tmp_path / "xa.geojson"
    file.write_text(json.dumps(collection(feature(square(103.8, 21.4), code="03661"))))
    out = StringIO()
    call_command("import_boundaries", str(file), stdout=out)
    assert "1 borders imported" in out.getvalue()
    file.write_text(json.dumps(collection(BAD["metres"])))
    with pytest.raises(CommandError, match="1\\. 03661"):
        call_command("import_boundaries", str(file))
    file.write_bytes(b"\xff{")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_boundaries", str(file))


def test_a_bow_tie_is_repaired():
    bow = {"type": "Polygon", "coordinates": [[[103, 21], [104, 22], [104, 21], [103, 22], [103, 21]]]}
    assert checked(bow)["type"] == "MultiPolygon"


@given(
    st.recursive(
        st.none() | st.floats() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4), max_leaves=12
    )
)
def test_any_corners_are_a_border_or_are_refused(corners):
    for kind in ("Polygon", "MultiPolygon"):
        try:
            assert checked({"type": kind, "coordinates": corners})["coordinates"]
        except BadShapeError as error:
            assert str(error.sentence)


CENTRE = st.tuples(st.integers(200, 230), st.integers(1030, 1050)).map(lambda both: (both[0] / 10, both[1] / 10))
CENTRES = st.dictionaries(st.integers(1, 40), CENTRE, min_size=1, max_size=25)


@given(CENTRES)
def test_cells_cover_the_land_once_and_each_holds_its_centre(centres):
    drawn = cells(centres)
    assert drawn.keys() == centres.keys()
    assert all(not cell.is_empty for cell in drawn.values())
    whole = unary_union(list(drawn.values())).area
    assert math.isclose(sum(cell.area for cell in drawn.values()), whole, rel_tol=1e-6)


@given(CENTRES)
def test_touching_is_mutual_and_every_cell_is_drawn(centres):
    drawn = cells(centres)
    for key in drawn:
        for other in neighbours(drawn, key):
            assert key in neighbours(drawn, other)
    drawing = draw(drawn)
    assert all(path.startswith("M") and path.endswith("Z") for path in drawing.paths.values())
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in drawing.labels.values())


def test_no_centre_no_map():
    assert cells({}) == {}
    assert draw({}).paths == {}
    assert neighbours({}, 1) == []


def test_every_commune_of_the_province_has_an_area(vietnam, django_assert_num_queries):
    from tinhso.core.places.models import Place

    home = Place.objects.get(code="14", valid_to=None)
    drawn = areas(home, NOW.date())
    assert len(drawn) == 75
    with django_assert_num_queries(2):
        assert [path for _place, path in areas(home, NOW.date())] == [path for _place, path in drawn]
    assert sum(len(path) for _place, path in drawn) < 30_000


def test_a_map_can_be_coloured_by_the_page_part(land):
    drawn = map_of(land["14"], NOW.date())
    painted = coloured(drawn, {land["03661"].pk: 0.5})
    assert [(area.name, area.value) for area in painted] == [
        ("Chiềng Đen", 0.5),
        ("Chiềng Xôm", None),
        ("Mường Lạn", None),
    ]
    assert all(area.rings and area.href.startswith("/places/") for area in painted)
