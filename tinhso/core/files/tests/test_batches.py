"""Two hundred results with one PIN: each once, also when the process dies in the middle."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tinhso.core.files.actions import batches
from tinhso.core.files.actions.batches import BatchLine, is_resting, make_batch, run_batch, signs
from tinhso.core.files.actions.fetching import fetch_lists
from tinhso.core.files.models import Batch, File, Line, Signed
from tinhso.core.files.tests.signing_ground import BY, sign
from tinhso.events.log import history
from tinhso.kit.refusals import Refusal

FAILS: dict[UUID, Exception] = {}


@signs("test")
def sign_one(about, opened, *, by, at):
    """What a batch does in these stories: make a row and sign a paper about it."""
    if about in FAILS:
        raise FAILS[about]
    row = File.objects.create(uuid=about, name="x", kept_at=at, forgotten_at=at)
    sign(opened, about=row)


@pytest.fixture(autouse=True)
def _nothing_fails():
    FAILS.clear()


def batch_of(officer, count):
    things = [(uuid4(), f"Hồ sơ {number}") for number in range(count)]
    return make_batch("test", things, opened=officer, by=BY, at=timezone.now()), [uuid for uuid, _title in things]


def signed(things):
    return sorted(Signed.objects.filter(about__in=map(str, things)).values_list("about", flat=True))


def test_each_of_many_is_signed_once(officer):
    fetch_lists()
    batch, things = batch_of(officer, 12)
    run_batch(batch, officer, by=BY)
    assert signed(things) == sorted(map(str, things))
    assert Batch.objects.get(pk=batch.pk).done_at
    assert [type(one.event).__name__ for one in history(batch)] == ["BatchSigned"]
    run_batch(batch, officer, by=BY)
    assert len(signed(things)) == 12
    assert len(list(history(batch))) == 1


def test_after_a_crash_the_rest_follows_and_nothing_is_signed_twice(officer):
    fetch_lists()
    batch, things = batch_of(officer, 6)
    FAILS[things[3]] = MemoryError()
    with pytest.raises(MemoryError):
        run_batch(batch, officer, by=BY)
    batch.refresh_from_db()
    assert len(signed(things)) == 3
    assert is_resting(batch, at=timezone.now())
    FAILS.clear()
    run_batch(batch, officer, by=BY)
    assert signed(things) == sorted(map(str, things))
    assert set(batch.lines.values_list("state", flat=True)) == {Line.DONE}


def test_what_is_refused_is_told_and_holds_nobody_up(officer):
    fetch_lists()
    batch, things = batch_of(officer, 3)
    FAILS[things[1]] = Refusal("Chưa đến lượt", field=None)
    run_batch(batch, officer, by=BY)
    assert [line.state for line in batch.lines.order_by("position")] == [Line.DONE, Line.FAILED, Line.DONE]
    assert batch.lines.get(position=2).why == "Chưa đến lượt"
    told = next(history(batch)).event
    assert (told.signed, told.failed) == (2, 1)


def test_a_batch_has_at_least_one_line_and_not_too_many(officer):
    with pytest.raises(batches.NothingChosen):
        make_batch("test", [], opened=officer, by=BY, at=timezone.now())
    with pytest.raises(batches.TooManyChosen):
        make_batch("test", [(uuid4(), "x")] * 501, opened=officer, by=BY, at=timezone.now())
    assert not BatchLine.objects.exists()


def test_nobody_sees_the_batch_of_another(officer):
    batch, _things = batch_of(officer, 1)
    assert Client().get(f"/signing/batches/{batch.uuid}/").status_code == 302
