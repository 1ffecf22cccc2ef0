"""The pool of the web server: the last to come is the first to go, nothing is lost, nothing is done twice."""

import threading
from concurrent.futures import Future, wait

import pytest

from tinhso.site.threads import LastFirst


@pytest.fixture
def pool():
    made = LastFirst(4)
    yield made
    made.shutdown()


def where() -> str:
    return threading.current_thread().name


def hold(pool: LastFirst, gate: threading.Event) -> tuple[Future[str], threading.Event]:
    """Work that begins and then waits for the gate."""
    begun = threading.Event()

    def work() -> str:
        begun.set()
        gate.wait(10)
        return where()

    return pool.submit(work), begun


def test_on_a_calm_day_one_thread_does_it_all(pool):
    assert len({pool.submit(where).result(10) for _ in range(20)}) == 1


def test_those_who_are_needed_work_at_once(pool):
    gate = threading.Event()
    held = [hold(pool, gate) for _ in range(4)]
    assert all(begun.wait(10) for _future, begun in held)
    gate.set()
    assert len({future.result(10) for future, _begun in held}) == 4


def test_work_that_finds_no_one_waits_in_line(pool):
    gate, order = threading.Event(), list[int]()
    held = [hold(pool, gate) for _ in range(4)]
    assert all(begun.wait(10) for _future, begun in held)
    one = threading.Lock()

    def note(number: int) -> None:
        with one:
            order.append(number)

    late = [pool.submit(note, number) for number in range(50)]
    assert not any(future.done() for future in late)
    gate.set()
    wait(late, 10)
    assert sorted(order) == list(range(50))


def test_a_thread_outlives_what_fails_on_it(pool):
    def fail() -> None:
        raise KeyError("gone")

    for _ in range(8):
        with pytest.raises(KeyError, match="gone"):
            pool.submit(fail).result(10)
    assert len({pool.submit(where).result(10) for _ in range(4)}) == 1


def test_what_was_called_off_while_it_waited_is_not_done(pool):
    gate, done = threading.Event(), list[str]()
    held = [hold(pool, gate) for _ in range(4)]
    assert all(begun.wait(10) for _future, begun in held)
    dropped, wanted = pool.submit(done.append, "dropped"), pool.submit(done.append, "wanted")
    assert dropped.cancel()
    gate.set()
    wanted.result(10)
    assert done == ["wanted"]


def test_closing_lets_what_has_begun_be_done_and_cancels_what_waits():
    pool, gate = LastFirst(1), threading.Event()
    first, begun = hold(pool, gate)
    assert begun.wait(10)
    late = pool.submit(where)
    pool.shutdown(wait=False)
    gate.set()
    assert first.result(10)
    assert late.cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(where)
