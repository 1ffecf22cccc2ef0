"""Bank statements: read and shown first, then taken in, thousands of lines at once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.cash import require_at
from tinhso.core.payments.actions.reconciling import Told, take_many
from tinhso.core.payments.domain.statements import Line, NotAStatement, read_csv, read_xlsx
from tinhso.core.payments.events import StatementImported
from tinhso.core.payments.models import PayeeAccount, Statement, StatementLine
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert_rows

AT_ONCE = 2_000
"""Lines of one transaction: others write between two of them. Broken off, the rest is taken in the next time."""
PROVIDER = "statement"
_COLUMNS = ("statement_id", "row", "paid_at", "amount", "content", "bank_ref", "fault", "name")


class NotReadable(Refusal):
    sentence = _("No column of this file is named as a date and an amount. Send the statement as the bank gave it.")
    field = "file"


class NothingInIt(Refusal):
    sentence = _("No money came in this statement.")
    field = "file"


def read_statement(payee: PayeeAccount, *, name: str, path: Path, is_sheet: bool, by: Actor, at: datetime) -> Statement:
    """Read a file and keep its lines to be looked at; the same file is read once. Takes no money in.

    Raises NotYours, NotReadable, NothingInIt.
    """
    require_at(payee, "import_statement", by=by, at=at)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        lines = list(read_xlsx(path) if is_sheet else read_csv(content))
    except NotAStatement as wrong:
        raise NotReadable from wrong
    if not lines:
        raise NothingInIt
    with transaction.atomic():
        statement, new = Statement.objects.get_or_create(
            payee=payee, sha256=sha256, defaults={"name": name[:140], "read_by_id": by.account, "read_at": at}
        )
        if new:
            insert_rows(StatementLine, _COLUMNS, list(_kept(statement, lines)))
    return statement


def _kept(statement: Statement, lines: Iterable[Line]) -> Iterator[tuple[object, ...]]:
    twins: Counter[tuple[object, ...]] = Counter()
    for line in lines:
        same = (statement.payee_id, line.bank_ref, line.paid_at, line.amount, line.content)
        twins[same] += 1
        name = hashlib.sha256(f"{same}{twins[same]}".encode()).hexdigest()[:40]
        fault = line.fault or ""
        yield statement.pk, line.row, line.paid_at, line.amount, line.content, line.bank_ref, fault, name


def take_statement(statement: Statement, *, by: Actor, at: datetime) -> Statement:
    """Take in its money, some lines at a time. Taken in again, or read from another file, the same money is the same.

    Raises NotYours.
    """
    require_at(statement.payee, "import_statement", by=by, at=at)
    while _take_some(statement, by=by, at=at):
        pass
    return _conclude(statement, by=by, at=at)


@transaction.atomic
def _take_some(statement: Statement, *, by: Actor, at: datetime) -> bool:
    """Take in the next lines; whether there were any."""
    row = Statement.objects.select_for_update().get(pk=statement.pk)
    told, last = _next(row)
    if not told:
        return False
    taken = take_many(statement.payee, PROVIDER, told, by=by, at=at)
    row.taken_to = last
    row.matched, row.held, row.known = row.matched + taken.matched, row.held + taken.held, row.known + taken.known
    row.save(update_fields=["taken_to", "matched", "held", "known"])
    return True


def _next(row: Statement) -> tuple[list[Told], int]:
    """The next lines that can be taken, and the number of the last."""
    lines = row.lines.filter(fault="", row__gt=row.taken_to).order_by("row")
    fields = ("row", "name", "amount", "content", "paid_at", "bank_ref")
    found = list(lines.values_list(*fields)[:AT_ONCE])
    told = [
        Told(name=name, amount=amount, content=content, paid_at=paid_at, bank_ref=ref)
        for _row, name, amount, content, paid_at, ref in found
        if amount is not None and paid_at is not None
    ]
    return told, found[-1][0] if found else row.taken_to


@transaction.atomic
def _conclude(statement: Statement, *, by: Actor, at: datetime) -> Statement:
    statement = (
        Statement.objects.select_for_update(of=("self",)).select_related("payee__organisation").get(pk=statement.pk)
    )
    if statement.taken_at:
        return statement

    statement.taken_at = at
    statement.save(update_fields=["taken_at"])

    done = StatementImported(
        lines=statement.lines.count(),
        matched=statement.matched,
        held=statement.held,
        known=statement.known,
        faulty=statement.lines.exclude(fault="").count(),
    )
    record(done, about=statement, by=by, at=at, place=statement.payee.organisation.place_id)
    return statement
