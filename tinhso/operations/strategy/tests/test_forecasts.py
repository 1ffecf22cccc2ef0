"""The arithmetic of forecasts: rules as properties, published values, and another library on long series."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tinhso.operations.strategy.domain import short_series
from tinhso.operations.strategy.domain.figures import Point, needed_a_year, needed_growth, on_the_way
from tinhso.operations.strategy.domain.priors import Prior, pooled, usual
from tinhso.operations.strategy.domain.scales import Scale
from tinhso.operations.strategy.domain.short_series import AllZero, TooFewPoints, ahead, filtered, stepped, tried
from tinhso.operations.strategy.domain.student import t_below, t_point
from tinhso.operations.strategy.domain.tables import chance_of, chances
from tinhso.operations.strategy.domain.words import Direction
from tinhso.operations.strategy.tests.stories import CALM

SHARES = st.lists(st.floats(0, 100), min_size=3, max_size=6)
AMOUNTS = st.lists(st.floats(0.01, 1e9), min_size=3, max_size=6)
UNTIL = 2040


def points(values, first=2020):
    return [Point(year, value) for year, value in enumerate(values, start=first)]


@CALM
@given(SHARES)
def test_a_forecast_of_a_share_stays_between_0_and_100(values):
    assume(any(values))
    for _year, low, middle, high in ahead(points(values), 100, usual(share=True), UNTIL).fan():
        assert 0 <= low <= middle <= high <= 100


@CALM
@given(SHARES)
def test_the_farther_the_year_the_wider_the_fan(values):
    assume(any(values))
    spreads = [one.spread for one in ahead(points(values), 100, usual(share=True), UNTIL).years]
    assert all(later > earlier for earlier, later in pairwise(spreads))


@CALM
@given(SHARES, st.floats(0, 100), st.floats(0, 100))
def test_a_higher_target_is_never_likelier(values, one, other):
    assume(any(values))
    found, (low, high) = ahead(points(values), 100, usual(share=True), UNTIL), sorted((one, other))
    easy, hard = (found.probability(Point(2035, value), Direction.UP) for value in (low, high))
    assert 0 <= hard <= easy <= 1
    down = found.probability(Point(2035, low), Direction.DOWN)
    assert down == pytest.approx(1 - easy)
    assert found.probability(Point(2050, low), Direction.UP) is None, "a year that was not looked at"


@CALM
@given(AMOUNTS, st.floats(0.001, 1000))
def test_amounts_in_another_unit_are_forecast_alike(values, factor):
    here = ahead(points(values), None, usual(share=False), 2030).fan()
    there = ahead(points([value * factor for value in values]), None, usual(share=False), 2030).fan()
    for one, other in zip(here, there, strict=True):
        assert other[1:] == pytest.approx([value * factor for value in one[1:]], rel=1e-6)


@CALM
@given(AMOUNTS.map(lambda values: [0.0, *values[1:]]), st.floats(0.001, 1000))
def test_amounts_with_a_zero_too(values, factor):
    here = ahead(points(values), None, usual(share=False), 2026).fan()
    there = ahead(points([value * factor for value in values]), None, usual(share=False), 2026).fan()
    assert there[-1][2] == pytest.approx(here[-1][2] * factor, rel=1e-6, abs=1e-9)


def test_too_little_is_said_and_not_guessed():
    with pytest.raises(TooFewPoints):
        ahead(points([40, 50]), 100, usual(share=True), UNTIL)
    with pytest.raises(AllZero):
        ahead(points([0, 0, 0]), 100, usual(share=True), UNTIL)
    assert tried(points([40, 50]), 100, usual(share=True)) is None
    steady = ahead(points([40, 40, 40]), 100, usual(share=True), 2030).fan()
    assert steady[-1][1] < 40 < steady[-1][3], "a series that stood still may still move"


def test_a_missing_year_is_a_step_without_news():
    whole, holed = points([40, 45, 50, 55]), [Point(2020, 40), Point(2023, 55), Point(2021, 45)]
    assert ahead(holed, 100, usual(share=True), 2026).years[-1].year == 2026
    wide, narrow = (ahead(one, 100, usual(share=True), 2026).years[-1].freedom for one in (holed, whole))
    assert wide < narrow


def test_sisters_tell_what_is_usual():
    fast = [[(2020, 20.0), (2021, 35.0), (2022, 50.0), (2023, 65.0)] for _sister in range(12)]
    prior = pooled(fast, 100)
    assert prior.slope > usual(share=True).slope
    assert prior.noise < usual(share=True).noise
    assert pooled([[(2020, 1.0), (2021, 2.0)]], 100) == usual(share=True), "two years tell no noise"
    target = Point(2026, 80)
    alone, among = (
        ahead(points([20, 30, 42]), 100, one, 2026).probability(target, Direction.UP)
        for one in (usual(share=True), prior)
    )
    assert among > alone


def test_trying_from_earlier_years_measures_what_was_missed():
    found = tried(points([20, 30, 40, 50]), 100, usual(share=True))
    assert found.times == 2
    assert found.idle_error == pytest.approx(10)
    assert found.error < found.idle_error


@pytest.mark.parametrize(
    ("probability", "freedom", "value"),
    [(0.975, 1, 12.706), (0.95, 1, 6.314), (0.975, 5, 2.571), (0.995, 10, 3.169), (0.9, 3, 1.638), (0.95, 30, 1.697)],
)
def test_student_t_agrees_with_the_published_table(probability, freedom, value):
    """NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2."""
    assert t_point(probability, freedom) == pytest.approx(value, abs=6e-4)
    assert t_below(value, freedom) == pytest.approx(probability, abs=1e-4)
    assert t_below(-value, freedom) == pytest.approx(1 - probability, abs=1e-4)


def test_on_a_long_series_the_filter_is_the_damped_trend_of_statsmodels():
    """Where the gain has settled it is damped exponential smoothing with that gain (Hyndman et al. 2008, ch. 13)."""
    from math import sin

    from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing

    values = [50 + 0.4 * year + 6 * sin(year / 5) for year in range(160)]
    prior = Prior(slope=0.1, slope_spread=0.3, noise=0.2, weight=3, damping=0.9, slope_share=0.2)
    scale, series = Scale(None), points(values, first=1800)
    state = filtered(series, scale, prior, prior.noise)
    before = stepped(filtered(series[:-1], scale, prior, prior.noise), prior, prior.noise)
    gain = before.cover[:, 0] / before.cover[0, 0]
    model = ExponentialSmoothing(
        [scale.inward(value) for value in values], trend=True, damped_trend=True, initialization_method="known",
        initial_level=scale.inward(values[0]), initial_trend=0.0,
    )  # fmt: skip
    told = dict(zip(model.param_names, [float(gain[0]), float(gain[1]), prior.damping], strict=True))
    theirs = model.smooth([told[name] for name in model.param_names]).forecast(8)
    ours = []
    for _year in range(8):
        state = stepped(state, prior, prior.noise)
        ours.append(float(state.mean[0]))
    assert ours == pytest.approx(list(theirs), abs=1e-6)


def test_the_straight_way_and_what_each_year_must_bring():
    start, target = Point(2020, 20), Point(2030, 80)
    assert [on_the_way(year, start, target) for year in (2019, 2020, 2025, 2031)] == [20, 20, 50, 80]
    assert needed_a_year(Point(2025, 40), target) == 8
    assert needed_growth(Point(2028, 20), target) == pytest.approx(1.0)
    assert needed_a_year(Point(2030, 40), target) is None
    assert needed_growth(Point(2025, 0), target) is None
    with pytest.raises(ValueError, match="after the baseline"):
        on_the_way(2025, target, start)


def test_words_cover_every_probability_and_the_bounds_are_those_of_the_scale():
    assert [one.least for one in chances()] == [0.99, 0.9, 0.66, 0.33, 0.1, 0.01, 0]
    assert chance_of(1).on_track
    assert not chance_of(0).on_track
    assert chance_of(0.66).on_track
    assert not chance_of(0.6599).on_track
    assert short_series.LEAST_POINTS == 3
