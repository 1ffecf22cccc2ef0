"""Running numbers: the next one of a series and a year, and the holes that were explained."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.terms import ReasonNeeded
from tinhso.core.cases.events import NumberVoided
from tinhso.core.cases.models import Number, VoidNumber
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NumberNotGiven(Refusal):
    sentence = _("This number was not given yet, or was struck before.")
    field = "number"


class Book(Protocol):
    """What somebody else has promised, or promises now: numbers of cases and the seeds of their slips."""

    def number(self, series: str, year: int) -> int | None:
        """The number for a case of a series and year; None: take the next as always."""

    def seed(self) -> UUID | None:
        """What its slip is made of; None: the case's own uuid."""


_book: ContextVar[Book | None] = ContextVar("book", default=None)


@contextmanager
def by_book(book: Book) -> Iterator[None]:
    """Cases that are opened inside get their numbers and slips from this book."""
    before = _book.set(book)
    try:
        yield
    finally:
        _book.reset(before)


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1. Call it inside the transaction that uses it: undone together."""
    book = _book.get()
    given = book.number(series, year) if book else None
    return Number.objects.take(series, year) if given is None else given


def promised_seed() -> UUID | None:
    """What the slip of the case that is opened now is made of, where a book says so."""
    book = _book.get()
    return book.seed() if book else None


@transaction.atomic
def void_number(series: str, year: int, number: int, *, reason: str, by: Actor, at: datetime) -> VoidNumber:
    """Say that a number that was given will not be used, and why. Raises NumberNotGiven, ReasonNeeded."""
    row = Number.objects.select_for_update().filter(series=series, year=year, last__gte=number).first()
    struck = VoidNumber.objects.filter(series=series, year=year, number=number)
    if row is None or number < 1 or struck.exists():
        raise NumberNotGiven
    if not reason.strip():
        raise ReasonNeeded

    hole = VoidNumber.objects.create(series=series, year=year, number=number, reason=reason.strip()[:300], made_at=at)

    record(NumberVoided(series=Code(series), year=year, number=number), about=hole, by=by, at=at)
    return hole
