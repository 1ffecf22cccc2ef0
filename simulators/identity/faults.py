"""How the other side can fail: switched on by `FAULT` in the environment or by posting to `/simulator/fault`."""

import os
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong."""

    NOTHING = "nothing"
    SLOW = "slow"
    ERROR = "error"
    NEVER = "never"
    WRONG_KEY = "wrong-key"
    NO_SIGNATURE = "no-signature"
    MIXED_KEYS = "mixed-keys"
    EXPIRED = "expired"
    WRONG_ISSUER = "wrong-issuer"
    WRONG_AUDIENCE = "wrong-audience"
    WRONG_NONCE = "wrong-nonce"
    NO_NONCE = "no-nonce"
    UNKNOWN_LEVEL = "unknown-level"


SLOW_SECONDS = 10.0


@dataclass(slots=True)
class Switch:
    """Which failure is on."""

    now: Fault = field(default_factory=lambda: Fault(os.environ.get("FAULT", Fault.NOTHING.value)))

    def is_on(self, fault: Fault) -> bool:
        return self.now is fault
