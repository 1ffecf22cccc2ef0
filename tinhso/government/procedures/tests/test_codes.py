"""Codes of dossiers: what is written is read back, by any pattern."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.procedures.domain.codes import (
    DOSSIER,
    DOSSIER_LONG,
    RESULT,
    BadPattern,
    Number,
    code_of,
    leaf_first,
    read_code,
    root_first,
)

NUMBERS = st.builds(
    Number,
    agency=st.from_regex(r"[GH][0-9]{2}(\.[0-9]{2}){0,2}", fullmatch=True),
    day=st.dates(date(2000, 1, 1), date(2068, 12, 31)),
    serial=st.integers(1, 10**9),
)


@given(number=NUMBERS, pattern=st.sampled_from([DOSSIER, DOSSIER_LONG, RESULT, "{serial:5}/{date:yymmdd}.{agency}"]))
def test_a_code_says_again_what_was_put_in(number, pattern):
    assert read_code(code_of(number, pattern=pattern), pattern=pattern) == number


def test_codes_look_as_they_do_in_the_country():
    number = Number("H52.25", date(2026, 11, 22), 123)
    assert code_of(number) == "H52.25-261122-0123"
    assert code_of(number, pattern=DOSSIER_LONG) == "H52.25-20261122-0000123"
    assert read_code("000.00.01.h29-240115-0001 ") == Number("000.00.01.H29", date(2024, 1, 15), 1)


@pytest.mark.parametrize(
    "code", ["", "H52", "H52-261322-0001", "H52-261122-1", "H52-261122-0001-2", "H52--0001", "Ệ-261122-0001"]
)
def test_what_is_no_code_is_not_read(code):
    assert read_code(code) is None


@pytest.mark.parametrize(
    "pattern", ["", "{agency}", "{agency}-{date:yymmdd}-{serial:4}-{serial:4}", "{agency}{date}{serial:4}"]
)
def test_a_pattern_names_agency_day_and_serial_once(pattern):
    with pytest.raises(BadPattern):
        code_of(Number("H52", date(2026, 11, 22), 1), pattern=pattern)


@given(
    st.from_regex(r"H[0-9]{2}\.(0[1-9]|[1-9][0-9])(\.(0[1-9]|[1-9][0-9])(\.0(0[1-9]|[1-9][0-9]))?)?", fullmatch=True)
)
def test_an_agency_is_the_same_from_leaf_and_from_root(agency):
    assert root_first(leaf_first(agency)) == agency


def test_agencies_by_example():
    assert leaf_first("H52") == "000.00.00.H52"
    assert leaf_first("H52.25") == "000.00.25.H52"
    assert root_first("000.03.25.H52") == "H52.25.03"
    assert root_first("xã Mường La") is None
    assert leaf_first("xã Mường La") is None
