"""The portal's language: what we write we read again, whatever is in it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tinhso.government.procedures.domain.portal import (
    STATUS_WORDS,
    Attachment,
    Channel,
    Fee,
    FeeWhen,
    Held,
    Identity,
    Kind,
    Message,
    Progress,
    ResultPaper,
    Side,
    Status,
    Supplement,
    dialect_of,
    differences,
    from_portal,
    pause_of_line,
    pause_of_row,
    to_portal,
)

CODE = "H52.75.3-20261122-0000007"
MOMENTS = st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2190, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60)
STATUSES = st.sampled_from(Status)


def made(kind, **parts):
    """Hypothesis would fill in the aliases; the names of the fields are ours."""
    return st.fixed_dictionaries(parts).map(lambda given: kind(**given))


STEPS = made(
    Progress, code=st.just(CODE), by=TEXTS, at=MOMENTS, what=TEXTS, status=STATUSES, due_at=st.none() | MOMENTS
)
MESSAGES = made(
    Message,
    code=st.from_regex(r"\A[0-9A-Z][0-9A-Z.]{3,20}-[0-9]{6,8}-[0-9]{4,7}\Z"),
    procedure=TEXTS,
    channel=st.sampled_from(Channel),
    applicant=TEXTS,
    identities=st.lists(made(Identity, number=TEXTS), max_size=2).map(tuple),
    other=TEXTS,
    filed_at=st.none() | MOMENTS,
    received_at=st.none() | MOMENTS,
    due_at=st.none() | MOMENTS,
    status=STATUSES,
    digitised=st.booleans(),
    papers=st.lists(made(Attachment, name=TEXTS, address=TEXTS, digitised=st.booleans()), max_size=2).map(tuple),
    fees=st.lists(made(Fee, name=TEXTS, when=st.sampled_from(FeeWhen), amount=st.integers(0, 10**12)), max_size=2).map(
        tuple
    ),
    supplements=st.lists(made(Supplement, asked_at=MOMENTS, given=st.booleans()), max_size=2).map(tuple),
    results=st.lists(made(ResultPaper, name=TEXTS), max_size=2).map(tuple),
)


def over_the_wire(said):
    return json.loads(json.dumps(said.to_wire()))


@given(MESSAGES)
def test_a_message_comes_back_as_it_went(message):
    assert Message.model_validate(over_the_wire(message)) == message


@given(STEPS)
def test_a_step_comes_back_as_it_went(step):
    again = Progress.model_validate(over_the_wire(step))
    assert again == step
    assert again.is_same_step(step)


@given(MESSAGES, st.lists(STEPS, max_size=3))
def test_what_the_portal_holds_is_read_with_its_history(message, steps):
    dialect = dialect_of()
    item = over_the_wire(message) | {dialect.history: [over_the_wire(step) for step in steps]}
    held = Held.read(item, dialect)
    assert held.dossier == message
    assert held.history == tuple(steps)
    assert all(held.tells(step) for step in steps)


@given(MESSAGES)
def test_every_value_on_the_wire_is_a_text(message):
    def leaves(said):
        inside = said.values() if isinstance(said, dict) else said
        for one in inside:
            if isinstance(one, dict | list):
                yield from leaves(one)
            else:
                yield one

    assert all(isinstance(leaf, str) for leaf in leaves(message.to_wire()))


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_is_written_in_vietnam_time_wherever_it_was_taken(moment, hours):
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert to_portal(elsewhere) == (moment + timedelta(hours=7)).strftime("%Y%m%d%H%M%S")
    assert from_portal(to_portal(elsewhere)) == moment


@pytest.mark.parametrize(
    "wrong", ["", "2026112", "20261322093005", "2026112209300a", "20260230000000", "٢٠٢٦١١٢٢٠٩٣٠٠٥"]
)
def test_what_is_no_moment_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        from_portal(wrong)


def test_a_moment_without_zone_is_not_guessed():
    with pytest.raises(ValueError, match="zone"):
        to_portal(datetime(2026, 11, 22, 9, 30))


def test_the_ten_statuses_have_their_numbers_and_words():
    assert [int(status) for status in Status] == list(range(1, 11))
    assert set(STATUS_WORDS) == set(Status)
    assert Message.model_validate({"MaHoSo": CODE, "MaTTHC": "1.001193", "TrangThaiHoSo": 4}).status is Status.IN_WORK
    with pytest.raises(ValidationError):
        Message.model_validate({"MaHoSo": CODE, "MaTTHC": "1.001193", "TrangThaiHoSo": "11"})


def test_a_lean_answer_is_read_and_a_hostile_code_is_not():
    lean = {"MaHoSo": CODE, "MaTTHC": "1.001193", "TrangThaiHoSo": "1", "TaiLieuNop": None, "NgayHenTra": "", "New": 1}
    held = Held.read(lean, dialect_of())
    assert held.history is None
    assert held.dossier.due_at is None
    assert held.dossier.agency == "H52.75.3"
    assert held.tells(Progress(code=CODE, at=datetime.now(UTC), status=Status.FILED))
    with pytest.raises(ValidationError):
        Held.read(lean | {"MaHoSo": "H52\nx'; --"}, dialect_of())


def test_an_installation_can_say_some_words_differently_and_no_unknown_ones(tmp_path):
    own = tmp_path / "dialect.json"
    own.write_text(json.dumps({"call": "/adapter/g", "history": ""}))
    assert dialect_of(own).call == "/adapter/g"
    assert dialect_of(own).submit == "DongBoHoSoMC"
    own.write_text(json.dumps({"cal": "/adapter/g"}))
    with pytest.raises(ValueError, match="cal"):
        dialect_of(own)


def test_pauses_grow_and_stay_short_enough_to_catch_up():
    assert [pause_of_line(n).total_seconds() for n in (1, 2, 3, 4, 100)] == [60, 120, 240, 300, 300]
    assert [pause_of_row(n).total_seconds() for n in (1, 2, 3, 100)] == [120, 240, 480, 480]


DUE = datetime(2026, 12, 1, tzinfo=UTC)
SIDES = st.builds(
    Side,
    code=st.sampled_from([f"H52-20261122-000000{n}" for n in range(4)]),
    status=STATUSES,
    due_at=st.sampled_from([None, DUE]),
    steps=st.sampled_from([{}, {(Status.IN_WORK, "20261122093005"): 1}, {(Status.IN_WORK, "20261122093005"): 3}]),
)


@given(st.lists(SIDES, max_size=4), st.lists(SIDES, max_size=4))
def test_two_sides_agree_exactly_when_nothing_is_listed(left, right):
    ours = {side.code: side for side in left}
    theirs = {side.code: side for side in right}
    found = list(differences(ours, theirs))
    for code in ours.keys() | theirs.keys():
        here, there = ours.get(code), theirs.get(code)
        kinds = {one.kind for one in found if one.code == code}
        assert (Kind.MISSING_THERE in kinds) == (there is None)
        assert (Kind.MISSING_HERE in kinds) == (here is None)
        if here and there:
            assert (Kind.STATUS in kinds) == (here.status != there.status)
            assert (Kind.DOUBLED in kinds) == (max([*there.steps.values(), 1]) > max([*here.steps.values(), 1]))
    assert not list(differences(ours, ours))


def test_a_dossier_that_waits_here_is_not_missing():
    side = Side(code=CODE, status=Status.FILED, due_at=None, dossier=uuid4())
    assert not list(differences({}, {CODE: side}, taken=frozenset({CODE})))
