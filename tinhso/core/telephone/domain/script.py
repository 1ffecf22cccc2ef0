"""What is said on the telephone: one table, `tables/script.json`, for text messages and for calls.

cries   folded words by which one asks for help, by language
texts   answers to text messages, by language
calls   states of a call: what is said by language, how many keys are waited for at most (none: the call ends), and
        `then`, the name of what happens with them
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

Said = Mapping[str, str]
TABLE = Path(__file__).parent.parent / "tables" / "script.json"
SPOKEN = "vi"


class CallState(BaseModel):
    """One state of a call. `keys`: how many at most; 0 when the call ends here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: dict[str, str]
    keys: int = 0
    then: str = ""


class Script(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cries: dict[str, list[str]]
    texts: dict[str, dict[str, str]]
    calls: dict[str, CallState]

    def text(self, name: str, language: str, **values: object) -> str:
        """An answer in a language, else in Vietnamese."""
        return said_in(self.texts[name], language).format(**values)

    def prompt(self, state: str, language: str, **values: object) -> str:
        """What a state of a call says."""
        return said_in(self.calls[state].say, language).format(**values)


@cache
def script() -> Script:
    return Script.model_validate(json.loads(TABLE.read_text(encoding="utf-8")))


def said_in(said: Said, language: str) -> str:
    return said.get(language) or said[SPOKEN]
