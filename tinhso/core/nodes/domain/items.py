"""An item: a form that a node took in, as it goes up; and the words of the answer that comes down."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Short = Annotated[str, Field(max_length=600)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
NUMBERS, SIZE = 100_000, 99_999
"""Node 7 gives 700 001 to 799 999 in each series and year. The province itself begins at 1 in each."""


class Told(BaseModel):
    """Only what is known may be in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class FileSaid(Told):
    """A file of a form; its bytes travel beside."""

    field: Short
    name: Short
    kind: Short
    sha256: Digest


class Promise(Told):
    """A number that the node gave: `PA-261122-700001` has 700001 of the series `petition:1122` and 2026."""

    series: Short
    year: int
    number: Annotated[int, Field(ge=1, lt=2**31)]


class Item(Told):
    """A form.

    header     what stands in `Outbox-Item`, of the phone or of the node itself
    digest     SHA-256 of its content, see `core.outbox`
    path       the door it is for, with its question mark
    at         when the node took it in, by its clock
    ref        the number that the person was told
    """

    uuid: UUID
    header: Short
    digest: Digest
    path: Annotated[str, Field(pattern=r"^/[^/\\]", max_length=300)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    at: AwareDatetime
    ref: Annotated[str, Field(max_length=60)]
    fields: list[tuple[Short, str]]
    files: list[FileSaid] = []
    numbers: list[Promise] = []
    seeds: list[UUID] = []


class State(StrEnum):
    """How an item stands: at the node, and what the province made of it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PARKED = "parked"


class Reason(Told):
    """Why an item was not accepted: the field, its label, the sentence."""

    name: str = ""
    label: str = ""
    said: str


class Outcome(Told):
    """The province's answer to an item. `uuid` is the item's; `ref` is how it is called there."""

    sequence: int
    uuid: UUID
    state: State
    ref: str = ""
    receipt: str = ""
    code: str = ""
    url: str = ""
    reasons: list[Reason] = []


class Standing(Told):
    """How a matter stands now: its state in the three languages, who has it, until when."""

    sequence: int
    said: dict[str, str]
    agency: str
    due_at: AwareDatetime | None
    ended: bool


def own_range(number: int) -> range:
    """The numbers that a node of this number gives in a series."""
    return range(number * NUMBERS + 1, number * NUMBERS + 1 + SIZE)


def true_time(at: datetime, *, before: datetime | None, now: datetime) -> datetime:
    """When the node took it in, never before the item before it nor after now, whatever its clock says."""
    return min(max(at, before or at), now)
