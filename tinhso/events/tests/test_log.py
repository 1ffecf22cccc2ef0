"""What an action writes to the log comes back as it was, cannot be changed, and can be forgotten."""

from datetime import UTC, timedelta, timezone

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some
from structlog.contextvars import bound_contextvars

from tinhso.events.append_only import guard_all, is_guarded, unguard_all
from tinhso.events.encoding import UnknownEventError, event_of, payload_of
from tinhso.events.log import erase, history, record
from tinhso.events.models import Entry, Outbox, Payload
from tinhso.events.tests.happenings import (
    HELPER,
    MAI,
    NOW,
    TONG,
    BridgeOpened,
    Road,
    StoneLaid,
    bridge_opened,
    lay_stones,
    thing,
)
from tinhso.kit.actors import Actor


def test_an_event_comes_back_with_the_types_it_went_in_with(db):
    record(bridge_opened(ferry=TONG), about=thing(), by=HELPER, at=NOW, place=17)
    record(StoneLaid(number=1), about=thing(1), by=HELPER, at=NOW)

    [happening] = history(thing())

    assert happening.event == bridge_opened(ferry=TONG)
    assert isinstance(happening.event, BridgeOpened)
    assert happening.event.road is Road.EARTH
    assert (happening.at, happening.by, happening.place) == (NOW, HELPER, 17)


@given(
    some.builds(
        BridgeOpened,
        span=some.decimals(allow_nan=False, allow_infinity=False),
        opened=some.dates(),
        checked=some.datetimes(timezones=some.sampled_from([UTC, timezone(timedelta(hours=7))])),
        inspector=some.uuids(),
        road=some.sampled_from(Road),
        topic=some.text(some.characters(exclude_categories=["Cs"])),
        lanes=some.integers(-(2**63), 2**63 - 1),
        tolled=some.booleans(),
        closed=some.none() | some.dates(),
        ferry=some.none() | some.uuids(),
    )
)
def test_any_event_survives_the_way_through_its_payload(event):
    assert event_of(event.name, payload_of(event)) == event


def test_a_field_that_an_event_no_longer_has_is_left_out():
    assert event_of("tests.StoneLaid", '{"number":4,"weight":9}') == StoneLaid(number=4)


def test_an_event_that_no_system_defines_is_said_to_be_unknown():
    with pytest.raises(UnknownEventError):
        event_of("ghosts.Appeared", "{}")


def _rows():
    entries = [{k: bytes(v) if k == "commitment" else v for k, v in row.items()} for row in Entry.objects.values()]
    payloads = [(bytes(salt), data) for salt, data in Payload.objects.values_list("salt", "data")]
    outbox = list(Outbox.objects.values_list("entry_id", flat=True))
    for row in entries:
        row.pop("id")
    return entries, payloads, len(outbox)


@pytest.mark.parametrize("by", [HELPER, Actor.system()])
def test_hand_written_rows_are_the_orms_rows(db, by):
    def entry():
        return Entry(
            at=NOW,
            name="tests.StoneLaid",
            version=1,
            about_kind="bridges.bridge",
            about=str(MAI),
            place=3,
            account=by.account,
            person=by.person,
            for_person=by.for_person,
            mandate=by.mandate,
            post=by.post,
            channel=by.channel.value,
            request_id="r-1",
            commitment=b"\x00\xff" * 16,
        )

    found = []
    for write in (Entry.objects.write, Entry.objects.write_by_orm):
        with transaction.atomic():
            write(entry(), salt=b"\x00" * 16, data='{"topic":"cầu"}')
            found.append(_rows())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert found[0][0][0]["at"] == NOW


def test_record_takes_few_round_trips(db, django_assert_num_queries):
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        record(StoneLaid(number=1), about=thing(), by=HELPER, at=NOW)


def test_the_request_that_caused_an_entry_stands_on_it(db):
    with bound_contextvars(request_id="abc-123"):
        record(StoneLaid(number=1), about=thing(), by=HELPER, at=NOW)

    assert Entry.objects.get().request_id == "abc-123"


def test_an_action_that_fails_leaves_no_entry(db):
    @transaction.atomic
    def lay_and_slip():
        record(StoneLaid(number=1), about=thing(), by=HELPER, at=NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lay_and_slip()

    assert not Entry.objects.exists()
    assert not Outbox.objects.exists()


_STATEMENTS = ["UPDATE events_entry SET place = 4", "DELETE FROM events_entry", "UPDATE events_entry SET at = at"]


@pytest.mark.parametrize("statement", _STATEMENTS)
def test_the_database_refuses_to_change_an_entry(db, statement):
    lay_stones(1)

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_postgresql_refuses_to_truncate_the_log(db):
    if connection.vendor != "postgresql":
        return

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE events_entry CASCADE")


def test_missing_triggers_are_noticed(db):
    assert is_guarded(connection)
    unguard_all(connection)
    assert not is_guarded(connection)
    guard_all(connection)
    assert is_guarded(connection)


def test_what_was_erased_about_a_row_is_gone_from_its_history(db):
    lay_stones(14)

    assert erase(about=thing(3)) == 2

    assert list(history(thing(3))) == []
    assert len(list(history(thing(4)))) == 2
    assert Entry.objects.count() == 14
    assert not Payload.objects.filter(entry__about=str(thing(3).pk)).exists()


def test_everything_a_person_did_or_had_done_can_be_erased(db):
    record(StoneLaid(number=1), about=thing(), by=HELPER, at=NOW)
    record(StoneLaid(number=2), about=thing(), by=Actor(person=TONG), at=NOW)
    record(StoneLaid(number=3), about=thing(), by=Actor(person=MAI), at=NOW)

    assert erase(person=TONG) == 2

    assert [happening.event for happening in history(thing())] == [StoneLaid(number=3)]


def test_flush_is_refused_outside_tests(db, settings):
    from django.core.management import CommandError, call_command

    settings.MODE = "production"
    with pytest.raises(CommandError, match="written once"):
        call_command("flush", interactive=False)


@pytest.mark.django_db(transaction=True)
def test_a_test_database_with_entries_can_be_emptied():
    from django.core.management import call_command

    lay_stones(2)
    call_command("flush", interactive=False, verbosity=0, allow_cascade=True)

    assert not Entry.objects.exists()
    assert is_guarded(connection)
