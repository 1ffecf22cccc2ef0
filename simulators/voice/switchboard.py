"""The calls of the simulated gateway: which step each is at, which keys were pressed, what is heard."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Told = dict[str, Any]
Ask = Callable[[Told], Told | None]
"""Bring a step to the product; what it answers, None when it does not."""
HASH = "#"


@dataclass(slots=True)
class Call:
    """One call. `pressed` are the keys since the last step; `broken`: the product gave no answer."""

    phone: str
    language: str = "vi"
    number: str = field(default_factory=lambda: secrets.token_hex(8))
    step: int = 0
    state: str = ""
    said: list[Told] = field(default_factory=list)
    keys: int = 0
    ends: bool = False
    pressed: str = ""
    broken: bool = False


class Switchboard:
    """All calls. Each step is brought twice when `twice` is on, as gateways do that lost an answer."""

    def __init__(self, ask: Ask, *, twice: bool = False) -> None:
        self._ask, self.twice = ask, twice
        self.calls: dict[str, Call] = {}

    def dial(self, phone: str, language: str = "vi") -> Call:
        """Somebody calls."""
        call = Call(phone, language)
        self.calls[call.number] = call
        self._bring(call, "")
        return call

    def press(self, call: Call, keys: str) -> None:
        """Press keys; # or enough of them close what is keyed in."""
        for key in keys:
            if call.ends or call.broken:
                return
            call.pressed += key if key != HASH else ""
            if key == HASH or len(call.pressed) >= call.keys:
                self._bring(call, call.pressed)

    def wait(self, call: Call) -> None:
        """Nobody presses anything until the gateway gives up."""
        self._bring(call, call.pressed)

    def _bring(self, call: Call, keys: str) -> None:
        told = {"call": call.number, "step": call.step, "from": call.phone, "keys": keys, "language": call.language}
        answers = [self._ask(told) for _ in range(2 if self.twice else 1)]
        answer, call.pressed = answers[-1], ""
        if answer is None:
            call.broken = True
            return
        call.step, call.state, call.said = answer["step"], answer["state"], answer["say"]
        call.keys, call.ends = answer["keys"], answer["ends"]
