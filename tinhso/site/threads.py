"""The threads that answer requests: who worked last works next.

A thread of the web server has its own connection to the database, and with it pages read and statements prepared. The
standard pool wakes whoever has rested longest, so on a calm day every request meets the coldest connection of all, and
on SQLite every write makes the others read their pages anew. Here the others rest until they are needed.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

from gunicorn.workers.gthread import ThreadWorker

P = ParamSpec("P")
R = TypeVar("R")


class LastFirst(Executor):
    """A pool of `size` threads. Of those that rest, the last to come is the first to go; else work waits in line.

    Closing it lets what has begun be done, and cancels what waits.
    """

    def __init__(self, size: int) -> None:
        self._lock = Lock()
        self._closed = False
        self._threads = [ThreadPoolExecutor(1, f"answers-{number}") for number in range(size)]
        self._resting = list(self._threads)
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have it done; raises `RuntimeError` when the pool is closed."""
        told, work = Future[R](), partial(fn, *args, **kwargs)
        with self._lock:
            if self._closed:
                raise RuntimeError("The pool is closed.")
            if not self._resting:
                self._waiting.append((told, work))
                return told
            thread = self._resting.pop()
        self._begin(thread, told, work)
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        with self._lock:
            self._closed = True
            waiting = [told for told, _work in self._waiting]
            self._waiting.clear()
        for told in waiting:
            told.cancel()
        for thread in self._threads:
            thread.shutdown(wait)

    def _begin(self, thread: ThreadPoolExecutor, told: Future[R], work: Callable[[], R]) -> None:
        if told.set_running_or_notify_cancel():
            thread.submit(work).add_done_callback(partial(self._end, thread, told))
        else:
            self._go_on(thread)

    def _end(self, thread: ThreadPoolExecutor, told: Future[R], done: Future[R]) -> None:
        self._go_on(thread)
        if failure := done.exception():
            told.set_exception(failure)
        else:
            told.set_result(done.result())

    def _go_on(self, thread: ThreadPoolExecutor) -> None:
        """The thread takes what has waited longest, or rests."""
        with self._lock:
            if not self._waiting:
                self._resting.append(thread)
                return
            told, work = self._waiting.popleft()
        self._begin(thread, told, work)


class Worker(ThreadWorker):
    """gunicorn's threaded worker with that pool. Its types name the standard one; it only hands in work and closes."""

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return cast(ThreadPoolExecutor, LastFirst(self.cfg.threads))
