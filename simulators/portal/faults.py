"""How the other side can fail: switched on by posting to `/simulator/fault`.

fault      what goes wrong
services   names of services that fail, with commas; all calls and files when empty (`login`, `file` count as services)
times      so many calls fail, then all is well again; 0 means until switched off
seconds    how long SLOW, LATE and NEVER take
code       only calls that name this dossier
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """What goes wrong.

    slow      waits, then does the work and answers
    late      does the work at once, answers after a wait
    later     answers nothing, and does the work after a wait
    dropped   does the work, then drops the connection
    twice     answers twice on the wire, and lists each dossier twice
    never     neither works nor answers, and keeps the line open for a while
    gone      drops the connection at once
    garbage   answers 200 with something that is no answer
    half      breaks the answer off in the middle
    drip      answers one byte at a time
    expired   ends the session before the call
    refuse    says no
    error     500
    elsewhere sends to another address
    """

    NOTHING = "nothing"
    SLOW = "slow"
    LATE = "late"
    LATER = "later"
    DROPPED = "dropped"
    TWICE = "twice"
    NEVER = "never"
    GONE = "gone"
    GARBAGE = "garbage"
    HALF = "half"
    DRIP = "drip"
    EXPIRED = "expired"
    REFUSE = "refuse"
    ERROR = "error"
    ELSEWHERE = "elsewhere"


@dataclass(slots=True)
class Switch:
    """Which failure is on, where, and how often still."""

    fault: Fault = Fault.NOTHING
    services: frozenset[str] = frozenset()
    left: int = 0
    seconds: float = 30.0
    code: str = ""
    _limited: bool = False
    _lock: Lock = field(default_factory=Lock)

    def turn(self, told: Mapping[str, str]) -> None:
        """Switch. Raises ValueError."""
        with self._lock:
            self.fault = Fault(told.get("fault", ""))
            self.services = frozenset(filter(None, told.get("services", "").split(",")))
            self.left = int(told.get("times", 0))
            self.seconds = float(told.get("seconds", 30))
            self.code = told.get("code", "")
            self._limited = self.left > 0

    def strikes(self, service: str, said: str) -> Fault:
        """The failure of this call; `said` is its body."""
        with self._lock:
            spared = (self.services and service not in self.services) or (self.code and self.code not in said)
            if spared or (self._limited and self.left == 0):
                return Fault.NOTHING
            self.left -= self._limited
            return self.fault
