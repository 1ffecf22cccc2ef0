"""The rules of the wall: what is told of a figure, how communes are coloured, the sentence of the morning."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.operations.wall.domain.figures import Figure, Kind, figure_on
from tinhso.operations.wall.domain.morning import morning
from tinhso.operations.wall.domain.shades import Shading
from tinhso.operations.wall.domain.verdicts import Better, judge, misses
from tinhso.warehouse.definitions import Counted, Standing, Stock

DAY = date(2026, 11, 23)
SHARE = Counted(code="t.share", title="Share", unit="x", counts=("t.Done",), of=("t.Asked",))
STOCK = Stock(code="t.open", title="Open", unit="x", asks=lambda _at: [Standing(place=1, number=1)])


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def test_nothing_known_is_no_figure_and_a_share_of_nothing_neither():
    assert figure_on(SHARE, {}, DAY, 7).said == "–"
    assert figure_on(SHARE, {DAY: (0, 0)}, DAY, 7).value is None


def test_days_add_up_and_what_stands_is_the_last_known():
    sums = {DAY - timedelta(days=back): (back, 10) for back in range(10)}
    assert figure_on(SHARE, sums, DAY, 7).value == pytest.approx(100 * sum(range(7)) / 70)
    assert figure_on(STOCK, {day: (top, None) for day, (top, _of) in sums.items() if day < DAY}, DAY, 1).top == 1


@pytest.mark.parametrize(
    ("value", "before", "better", "words", "tone"),
    [
        (96.1, 95.0, Better.MORE, "Trên đích 1,1 điểm", "green"),
        (88.4, 87.0, Better.MORE, "Thiếu 6,6 điểm, đang tăng", "earth"),
        (88.4, 89.0, Better.MORE, "Thiếu 6,6 điểm, đang giảm", "red"),
        (97.0, 96.0, Better.LESS, "Vượt 2,0 điểm, đang tăng", "red"),
        (None, 96.0, Better.MORE, "Chưa có số", ""),
    ],
)
def test_a_verdict_is_said_in_words(value, before, better, words, tone):
    told = judge(value, before, 95.0, better, Kind.SHARE)
    assert (told.words, told.tone) == (words, tone)


@given(
    values=st.lists(st.integers(0, 100), min_size=1, max_size=20), target=st.none() | st.integers(0, 100),
    better=st.sampled_from(Better),
)  # fmt: skip
def test_every_value_has_a_class_that_the_legend_tells_and_worse_is_never_paler(values, target, better):
    shading = Shading.of(values, target, better, Kind.SHARE)
    told = {line.kind for line in shading.legend(unknown=True)}
    worst_first = sorted(values, reverse=better is Better.LESS)
    shades = [shading.shade(value) for value in worst_first]
    assert set(shades) <= told
    assert [shade == "below" for shade in shades] == [misses(value, target, better) for value in worst_first]
    quiet = [shade for shade in shades if shade != "below"]
    assert quiet == sorted(quiet)


def test_the_morning_names_the_most_urgent_and_why():
    told = morning(communes=75, known=75, looked_at=4, place="Co Mạ", what="Mất sóng cả xã từ 4:10")
    assert str(told) == (
        "71 trong 75 xã, phường đang ổn. 4 nơi cần lãnh đạo xem, gấp nhất là Co Mạ: mất sóng cả xã từ 4:10."
    )


def test_what_is_not_known_is_never_called_fine():
    assert "ổn" not in str(morning(communes=75, known=0, looked_at=0, place="", what=""))
    assert (
        str(morning(communes=75, known=8, looked_at=0, place="", what="")) == "8 trong 8 xã, phường có số liệu đang ổn."
    )


def test_a_figure_says_a_hard_space_before_its_percent():
    assert Figure(Kind.SHARE, 961, 1000).said == "96,1\u00a0%"
