"""How a provider of messages can fail: switched on by posting to `/simulator/fault`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """What goes wrong.

    slow       waits, then takes it and answers
    late       takes it at once, answers after a wait
    dropped    takes it, then drops the connection
    never      neither takes it nor answers, and keeps the line open for a while
    gone       drops the connection at once
    garbage    answers 200 with something that is no answer
    half       takes it, and breaks the answer off in the middle
    error      500, and takes nothing
    refuse     says no to every message
    wrong      says that nobody has this number
    unreported takes it and never reports
    twice      reports everything twice
    lost       takes it, and reports that it did not arrive
    forged     reports with a signature of its own making
    """

    NOTHING = "nothing"
    SLOW = "slow"
    LATE = "late"
    DROPPED = "dropped"
    NEVER = "never"
    GONE = "gone"
    GARBAGE = "garbage"
    HALF = "half"
    ERROR = "error"
    REFUSE = "refuse"
    WRONG = "wrong"
    UNREPORTED = "unreported"
    TWICE = "twice"
    LOST = "lost"
    FORGED = "forged"


@dataclass(slots=True)
class Switch:
    """Which failure is on, and how often still. `seconds` is how long slow, late and never take."""

    fault: Fault = Fault.NOTHING
    left: int = 0
    seconds: float = 8.0
    _limited: bool = False
    _lock: Lock = field(default_factory=Lock)

    def turn(self, told: Mapping[str, str]) -> None:
        """Switch. Raises ValueError."""
        with self._lock:
            self.fault = Fault(told.get("fault", ""))
            self.left = int(told.get("times", 0))
            self.seconds = float(told.get("seconds", 8))
            self._limited = self.left > 0

    def strikes(self) -> Fault:
        """The failure of this call."""
        with self._lock:
            if self._limited and self.left == 0:
                return Fault.NOTHING
            self.left -= self._limited
            return self.fault
