"""Guessing the digits of a slip: less than one chance in a million a day (promise P21), by the very constants."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.cases.actions.slips import TryLater, find_by_secret, forget_wrong_tries, secret
from tinhso.core.cases.domain import slips
from tinhso.core.cases.domain.slips import plain, secret_of, spoken, tries_free_at
from tinhso.core.cases.models import WrongTry
from tinhso.core.cases.models.slips import hashed
from tinhso.core.cases.tests.stories import Office

PROMISED = 1e-6
DAY = timedelta(days=1)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def tries_in_a_day(kind: str) -> int:
    """How many wrong tries a machine gets through in a day that tries whenever it may, always one code or one
    address."""
    at, made = AT, []
    while at < AT + DAY:
        told = {"here": [], "code": [], "address": []} | {kind: made}
        free = tries_free_at(**told, at=at)
        if free > at:
            at = free
            continue
        made.append(at)
        at += timedelta(milliseconds=1)
    return len(made)


@pytest.mark.promise("P21")
def test_guessing_one_code_from_anywhere_or_any_code_from_one_address_keeps_the_promise():
    secrets = 10**slips.DIGITS
    per_code = DAY // slips.CODE_WINDOW * slips.PER_CODE
    assert per_code / secrets < PROMISED
    assert slips.PER_ADDRESS_A_DAY / secrets < PROMISED
    assert slips.ADDRESS_DAY == DAY


def test_a_machine_that_never_rests_gets_no_further():
    assert tries_in_a_day("code") == 480
    assert tries_in_a_day("address") == 300


@given(key=st.binary(min_size=1, max_size=40), seed=st.uuids(), turn=st.integers(1, 9))
def test_a_secret_is_nine_digits_said_in_three_groups(key, seed, turn):
    made = secret_of(key, seed, turn)
    assert len(made) == slips.DIGITS == 9
    assert [len(group) for group in spoken(made).split(" ")] == [3, 3, 3]
    assert plain(spoken(made)) == made
    assert made != secret_of(key, seed, turn + 1)


def test_noughts_at_the_front_are_said_too():
    found = next(one for turn in range(5000) if (one := secret_of(b"k", UUID(int=1), turn)).startswith("0"))
    assert len(found) == 9


def test_an_address_that_tried_all_day_waits_and_its_neighbours_do_not(lan: Office):
    case, at = lan.errand(), datetime.now(UTC)
    here = hashed("address", "203.0.113.9")
    WrongTry.objects.bulk_create(
        WrongTry(code=f"{number:064}", address=here, at=at - timedelta(hours=23) + timedelta(minutes=4 * number))
        for number in range(slips.PER_ADDRESS_A_DAY)
    )
    assert forget_wrong_tries(at=at) == 0, "tries of today are still counted"
    digits = spoken(secret(case))
    with pytest.raises(TryLater):
        find_by_secret(case.ref, digits, address="203.0.113.9", at=at)
    assert find_by_secret(case.ref, digits, address="203.0.113.10", at=at) == case
    assert forget_wrong_tries(at=at + timedelta(days=2)) == slips.PER_ADDRESS_A_DAY
