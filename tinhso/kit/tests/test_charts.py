"""Charts and maps: scales, what is drawn and what is told."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kit import charts, maps, style_page

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
GROWN = st.floats(0, 1e9, allow_nan=False)


@given(NUMBERS, NUMBERS, st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_a_scale_ends_where_it_should(low, high, start, end):
    scale = charts.Scale(low, high, start, end)
    if low != high:
        assert scale.at(low) == pytest.approx(start, abs=0.1)
        assert scale.at(high) == pytest.approx(end, abs=0.1)
    else:
        assert scale.at(low) == pytest.approx((start + end) / 2, abs=0.1)


@given(st.lists(NUMBERS, min_size=2, max_size=20))
def test_a_scale_keeps_the_order(values):
    scale = charts.Scale(min(values), max(values), 0, 300)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)


@given(NUMBERS, NUMBERS)
def test_round_bounds_lie_around(one, other):
    low, high = charts.round_bounds(min(one, other), max(one, other))
    assert low <= min(one, other) + 1e-3 * abs(one)
    assert high >= max(one, other) - 1e-3 * abs(other)
    assert low < high


@given(st.lists(GROWN, min_size=1, max_size=12), st.floats(0.1, 1e9))
def test_bars_start_at_zero_and_are_as_long_as_they_are_worth(values, goal):
    chart = charts.bar_chart(
        "", [(str(place), value) for place, value in enumerate(values)], target=charts.Target(goal, "")
    )
    longest = max([*values, goal])
    room = chart.width - chart.left - 52
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.length == pytest.approx(value / longest * room, abs=0.1)
        assert bar.below == (value < goal)


def test_a_bar_cannot_be_negative():
    with pytest.raises(ValueError, match="zero"):
        charts.bar_chart("", [("a", -1.0)])


@given(st.lists(st.one_of(st.none(), NUMBERS), min_size=1, max_size=30))
def test_a_line_leaves_out_what_is_not_known_and_stays_in_its_box(values):
    labels = [str(place) for place in range(len(values))]
    chart = charts.line_chart("", labels, [charts.Series("", tuple(values))])
    known = [value for value in values if value is not None]
    assert len(chart.curves[0].dots) == len(known)
    assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in chart.curves[0].dots)
    assert [row[0] for row in chart.table.rows] == labels


def test_a_forecast_is_a_fan_with_two_numbers():
    with translation.override("vi"):
        chart = style_page.sample_line()
    assert chart.fan.endswith("Z")
    assert "771–806" in [one.text for one in chart.words]
    assert chart.table.rows[-1][:2] == ("2027", "771–806")


def test_five_series_are_refused():
    with pytest.raises(charts.TooManySeries):
        charts.line_chart("", ["a"], [charts.Series("", (1.0,))] * 5)


@given(st.lists(st.tuples(GROWN, GROWN), min_size=1, max_size=10))
def test_shares_are_sorted_by_what_is_left_and_scaled_by_what_is_possible(pairs):
    shares = [charts.Share("", "", min(pair), max(pair)) for pair in pairs]
    rows = charts.share_rows(shares)
    assert [row.share.left for row in rows] == sorted((share.left for share in shares), reverse=True)
    assert all(0 <= row.filled <= row.outline <= charts.FULL for row in rows)


def test_only_a_missed_target_is_tinted():
    assert charts.spark((1.0, 2.0), 3).gap
    assert not charts.spark((1.0, 4.0), 3).gap
    assert not charts.spark((1.0, 2.0)).gap


SQUARE = ((104.0, 21.0), (104.2, 21.0), (104.2, 21.2), (104.0, 21.2), (104.0, 21.0))


@given(st.floats(102, 109), st.floats(8, 23), st.floats(0.001, 2), st.integers(100, 2000))
def test_a_map_fills_its_drawing(lon, lat, size, width):
    ring = tuple((lon + x * size, lat + y * size) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)))
    to_page, height = maps.projection([maps.Area("a", "A", (ring,))], width)
    places = [to_page.at(point) for point in ring]
    assert min(x for x, _ in places) == 4
    assert max(x for x, _ in places) == pytest.approx(width - 4, abs=1)
    assert all(0 <= y <= height for _, y in places)
    assert places[0][1] > places[2][1], "north is up"


def test_the_middle_of_a_square_is_its_middle():
    assert maps.middle(maps.Area("a", "A", (SQUARE,))) == pytest.approx((104.1, 21.1))


def test_classes_go_from_the_target_to_the_palest():
    bounds = (90, 94, 96, 98)
    told = [maps.kind_of(value, bounds) for value in (None, 89.9, 90, 93.9, 94, 96, 98, 100)]
    assert told == ["m0", "below", "m1", "m1", "m2", "m3", "m4", "m4"]


def test_places_to_look_at_carry_numbers_worst_first():
    with translation.override("vi"):
        drawn = style_page.sample_map()
    assert [one.area.value for one in drawn.look_at] == [82, 86, 89]
    assert [label.number for label in drawn.labels if label.number] == [1, 2, 3]
    assert [line.kind for line in drawn.legend] == ["below", "m1", "m2", "m3", "m4", "m0"]


def test_geojson_is_read_and_a_point_is_no_area():
    assert maps.rings_of({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]})[0][0] == (1.0, 2.0)
    assert len(maps.rings_of({"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 4], [1, 2]]]] * 2})) == 2
    with pytest.raises(ValueError, match="Point"):
        maps.rings_of({"type": "Point", "coordinates": [1, 2]})
