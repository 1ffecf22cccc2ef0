"""What every carrier of messages does: take one letter, and say what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tinhso.core.notices.domain.channels import Channel

SECONDS = 5.0
"""The longest that one call takes, from the first packet on."""
LARGEST_ANSWER = 65_536


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way to one address. `number` is our own, the same at each try.

    kind      code of the kind of message
    values    what stands in the gaps, in words, for providers that keep the words themselves
    link      an address of these pages, without the host
    """

    number: str
    to: str
    subject: str
    short: str
    long: str
    kind: str
    link: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it: by which number of theirs, in how many parts, for how many đồng (None: they do not say)."""

    provider: str = ""
    parts: int = 1
    cost: int | None = None


class Refused(Exception):
    """The provider understood and said no.

    why     one word for pages and figures
    wrong   nobody can be reached at this address
    """

    def __init__(self, why: str, *, wrong: bool = False) -> None:
        self.why, self.wrong = why[:40], wrong
        super().__init__(self.why)


class NoAnswer(Exception):
    """No answer that was read.

    reached   whether the letter may have been taken; False when nobody picked up
    """

    def __init__(self, why: str, *, reached: bool) -> None:
        self.why, self.reached = why[:40], reached
        super().__init__(self.why)


class CannotAsk(Exception):
    """The provider cannot be asked whether it has a letter."""


class Sender(Protocol):
    """A channel's carrier. Called from several threads at once; touches no table.

    at_once   how many calls may run side by side
    repeats   the same letter sent twice is shown once at the other end
    """

    channel: Channel
    at_once: int
    repeats: bool

    def send(self, letter: Letter) -> Sent:
        """Hand a letter over. Raises Refused, NoAnswer."""

    def ask(self, number: str) -> Sent | None:
        """What became of an earlier try: None when the provider never had it. Raises NoAnswer, CannotAsk."""
