"""At a node: taking in a form. The view is tried, so that mistakes are told at once; what it did is undone, what it
was given is kept in the chain, and the numbers that it gave out are promised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import by_book
from tinhso.core.cases.models import Number
from tinhso.core.cases.models.slips import node_seed
from tinhso.core.files.actions.receipting import make_receipt
from tinhso.core.nodes.domain.chain import next_hash
from tinhso.core.nodes.domain.items import SIZE, Item, Promise, State
from tinhso.core.nodes.models import Blob, Home, Taken
from tinhso.core.outbox.domain import bound_digest
from tinhso.kit.refusals import Refusal

KIND = "NODE"
"""The kind of the receipts of a node: it has it and sends it on; the province has not answered."""


class RangeExhausted(Refusal):
    sentence = _("This machine has no number left for today. Call us, or come again tomorrow.")


class Halted(Refusal):
    """Whoever would take in now would make a second history, or send where nobody takes it."""

    sentence = _("This machine takes nothing in now; what it has is safe. Ask at the counter, on paper if need be.")


@dataclass
class NodeBook:
    """Promises numbers of the node's own range, and seeds of its own slips; remembers them."""

    home: Home
    numbers: list[Promise] = field(default_factory=list)
    seeds: list[UUID] = field(default_factory=list)

    def number(self, series: str, year: int) -> int:
        """Raises RangeExhausted."""
        taken = take_number(self.home, series, year)
        if taken > SIZE:
            raise RangeExhausted
        self.numbers.append(Promise(series=series, year=year, number=self.home.numbers[taken - 1]))
        return self.numbers[-1].number

    def seed(self) -> UUID:
        self.seeds.append(node_seed(self.home.key))
        return self.seeds[-1]


def take_number(home: Home, series: str, year: int) -> int:
    """How many numbers of its range the node has given in a series, with this one."""
    return Number.objects.take(f"{series}@node-{home.number}", year)


class _Tried(Exception):
    def __init__(self, shown: HttpResponse) -> None:
        self.shown = shown


def rehearse(act: Callable[[], HttpResponse], book: NodeBook) -> HttpResponse:
    """What the view would answer. All that it wrote is undone, the numbers it took too."""
    try:
        with transaction.atomic(), by_book(book):
            _stop(act())
    except _Tried as tried:
        return tried.shown


def _stop(shown: HttpResponse) -> NoReturn:
    raise _Tried(shown)


@transaction.atomic
def take_in(item: Item, files: Mapping[str, bytes], *, device: UUID, at: datetime) -> Taken:
    """Keep a form that was tried in the chain, with the node's receipt. The same form again is the same link.

    files   SHA-256 (hexadecimal) → bytes
    Raises Halted.
    """
    home = Home.objects.select_for_update().get()
    if home.halted:
        raise Halted
    before = Taken.objects.filter(device=device, uuid=item.uuid).exclude(state=State.REFUSED).first()
    if before:
        return before

    for promise in item.numbers:
        take_number(home, promise.series, promise.year)
    Blob.objects.bulk_create([Blob(sha256=name, content=files[name]) for name in files], ignore_conflicts=True)
    last, text = Taken.objects.last_link(), item.model_dump_json()
    digest = bytes.fromhex(item.digest)
    return Taken.objects.create(
        sequence=last.sequence + 1,
        device=device,
        uuid=item.uuid,
        hash=next_hash(last.hash, text),
        digest=digest,
        item=text,
        ref=item.ref,
        seed=item.seeds[0] if item.seeds else None,
        receipt=make_receipt(kind=KIND, ref=item.ref, digest=bound_digest(item.uuid, digest), at=at),
        taken_at=at,
        state=State.WAITING,
    )
