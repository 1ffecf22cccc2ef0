"""Parts of a picture to be hidden, as they are dragged or ticked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.government.petitions.domain.blurring import COLUMNS, ROWS, WHOLE, NotARectangle, Part, cells_of, parts_of


def test_a_dragged_rectangle_is_read():
    assert parts_of("100,200,50,40  0,0,1000,1000") == [Part(100, 200, 50, 40), Part(0, 0, 1000, 1000)]
    assert parts_of("") == []


@pytest.mark.parametrize(
    "typed", ["1,2,3", "a,b,c,d", "0,0,1001,10", "990,0,20,20", "0,0,2,50", "-1,0,9,9", "0,0,9,9 x", "²,0,9,9"]
)
def test_what_names_no_part_of_the_picture_is_refused(typed):
    with pytest.raises(NotARectangle):
        parts_of(typed)


def test_nobody_marks_a_thousand_parts():
    with pytest.raises(NotARectangle):
        parts_of("0,0,10,10 " * 1000)


def test_ticked_neighbours_become_one_and_rows_stay_apart():
    assert cells_of(["2", "1", "2"]) == [Part(0, 0, 250, 167)]
    assert cells_of([str(COLUMNS), str(COLUMNS + 1)]) == [Part(875, 0, 125, 167), Part(0, 166, 125, 168)]
    assert cells_of([]) == []


@pytest.mark.parametrize("ticked", ["0", str(COLUMNS * ROWS + 1), "x", "-1", "", "１"])
def test_a_cell_that_is_not_there_is_refused(ticked):
    with pytest.raises(NotARectangle):
        cells_of([ticked])


@settings(max_examples=40, deadline=None)
@given(some.sets(some.integers(1, COLUMNS * ROWS)))
def test_the_middle_of_every_ticked_cell_is_covered_and_of_no_other(ticked):
    parts = cells_of(map(str, ticked))
    for cell in range(COLUMNS * ROWS):
        x, y = WHOLE * (cell % COLUMNS + 0.5) / COLUMNS, WHOLE * (cell // COLUMNS + 0.5) / ROWS
        inside = any(p.left <= x <= p.left + p.width and p.top <= y <= p.top + p.height for p in parts)
        assert inside is (cell + 1 in ticked)
