"""Every engine counts the same log to the same facts, and the export holds every sealed line, once."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.events import parquet
from tinhso.events.models import Epoch, Payload
from tinhso.events.sealing import seal_all
from tinhso.warehouse import definitions
from tinhso.warehouse.counting import Rules
from tinhso.warehouse.engines import database, duck
from tinhso.warehouse.engines.lines import Parquet
from tinhso.warehouse.models import Fact
from tinhso.warehouse.tests.happenings import DAY, NOON, happened, promise

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 30), date(2026, 12, 2)


@pytest.fixture(autouse=True)
def promised(monkeypatch):
    monkeypatch.setattr(definitions, "_known", {})
    promise()


SAID = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "ok": st.booleans() | st.none(),
        "round": st.integers(1, 3),
        "door": st.sampled_from(["own", "", "true", 'đường "lên, xuống"\n', None]),
        "people": st.integers(-2, 5000) | st.sampled_from(["7", "x", None, 2.5]),
        "other": st.text(max_size=3),
    },
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["t.Done", "t.Asked", "t.Other"]),
        st.sampled_from([1, 2, None]),
        st.datetimes(datetime(2026, 10, 29), datetime(2026, 12, 3), timezones=st.just(UTC)),
        SAID,
    ),
    max_size=60,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_engines_agree_on_any_log(lines):
    rules = Rules(definitions.known().values())
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        for name, place, at, said in lines:
            happened(name, place, at, said)
        seal_all(at=NOON)
        list(parquet.export(Path(folder), size=40))
        found = Parquet(Path(folder), duck).count(rules, first=FIRST, last=LAST)
        assert found == database.count(rules, first=FIRST, last=LAST)
        transaction.set_rollback(True)


@pytest.mark.spark
def test_spark_counts_as_the_other_two(tmp_path):
    pytest.importorskip("pyspark", reason="Spark has an environment of its own: make spark")
    spark = import_module("tinhso.warehouse.engines.spark")
    for number in range(300):
        said = {"ok": number % 3 == 0, "round": number % 4, "people": number * 7, "door": ["own", "", None][number % 3]}
        name, place = ["t.Done", "t.Asked", "t.Other"][number % 3], [1, 2, None][number % 5 % 3]
        happened(name, place, NOON + timedelta(hours=number - 150), said if number % 11 else None)
    seal_all(at=NOON)
    list(parquet.export(tmp_path, size=90))
    rules = Rules(definitions.known().values())
    found = [Parquet(tmp_path, engine).count(rules, first=FIRST, last=LAST) for engine in (duck, spark)]
    expected = database.count(rules, first=FIRST, last=LAST)
    assert expected
    for one in found:
        assert one == expected


def test_the_export_goes_on_where_it_ended_and_what_comes_late_stands_in_its_month(tmp_path):
    for days in (0, 0, 5):
        happened("t.Done", 1, NOON + timedelta(days=days), {"ok": True, "people": 3})
    seal_all(at=NOON)
    assert [part.name for part in parquet.export(tmp_path, size=2)] == ["0-1", "2-2"]
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    happened("t.Done", 1, NOON - timedelta(days=60))
    with pytest.raises(parquet.LogDiffersError, match="not exported"):
        seal_all(at=NOON) and parquet.verify(tmp_path)
    (part,) = parquet.export(tmp_path, size=2)
    assert part.months == {"2026-09": 1}
    assert parquet.verify(tmp_path) == 4
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert not list(parquet.export(tmp_path))


def test_a_part_without_its_page_is_no_part_and_is_written_again(tmp_path):
    happened("t.Done", 1)
    seal_all(at=NOON)
    list(parquet.export(tmp_path))
    (tmp_path / "parts" / "0-0.json").unlink()
    assert parquet.files_of(tmp_path, first=DAY, last=DAY) == []
    assert len(list(parquet.export(tmp_path))) == 1
    assert parquet.verify(tmp_path) == 1


def test_a_file_that_lost_lines_is_found(tmp_path):
    happened("t.Done", 1)
    seal_all(at=NOON)
    list(parquet.export(tmp_path))
    next(tmp_path.rglob("*.parquet")).unlink()
    with pytest.raises(parquet.LogDiffersError, match="holds 0 lines"):
        parquet.verify(tmp_path)


def test_what_was_erased_leaves_the_export_with_its_next_run(tmp_path):
    line = happened("t.Done", 1, data={"people": 4})
    seal_all(at=NOON)
    list(parquet.export(tmp_path))
    Payload.objects.filter(entry=line).delete()
    (part,) = parquet.export(tmp_path)
    assert part.silent == 1
    assert b"said_people" not in next(tmp_path.rglob("*.parquet")).read_bytes()


def test_a_restored_log_is_not_mixed_with_the_lost_one(tmp_path):
    for _line in range(3):
        happened("t.Done", 1)
    seal_all(at=NOON)
    list(parquet.export(tmp_path))
    Epoch.objects.update(size=1)
    with pytest.raises(parquet.LogDiffersError, match="restored"):
        list(parquet.export(tmp_path))


def test_no_person_stands_in_the_export(tmp_path):
    happened("t.Done", 1, data={"ok": True})
    seal_all(at=NOON)
    list(parquet.export(tmp_path))
    with parquet.duckdb.connect() as engine:
        columns = set(engine.read_parquet(str(next(tmp_path.rglob("*.parquet")))).columns)
    assert columns == {"seq", "at", "day", "name", "version", "place", "channel", "said_ok"}


def test_the_command_counts_by_either_engine_and_says_what_is_missing(tmp_path, capsys):
    happened("t.Done", 1, data={"people": 4})
    seal_all(at=NOON)
    days = {"first": DAY, "last": DAY}
    with pytest.raises(CommandError, match="export_log"):
        call_command("tally", engine="duckdb", parquet=tmp_path, **days)
    call_command("export_log", parquet=tmp_path)
    found = []
    for engine in ("database", "duckdb"):
        Fact.objects.all().delete()
        call_command("tally", engine=engine, parquet=tmp_path, **days)
        found.append(set(Fact.objects.values_list("indicator", "place", "numerator", "denominator")))
    assert (
        found[0] == found[1] == {("t.done", 1, 1, 0), ("t.good", 1, 0, 0), ("t.days", 1, 4, 1)} - {("t.good", 1, 0, 0)}
    )
    assert "1 lines" in capsys.readouterr().out
    with pytest.raises(CommandError, match="after"):
        call_command("tally", first=LAST, last=FIRST)
