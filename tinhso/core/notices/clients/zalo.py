"""Zalo's notification service: words that the provider approved, filled with ours. It cannot be asked afterwards."""

import json
from typing import Any

from tinhso.core.notices.clients.interface import LARGEST_ANSWER, SECONDS, CannotAsk, Letter, NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.dialects import ZaloDialect
from tinhso.kit.lines import Line, LineDown


class HttpZalo:
    """The service at an address, with the token of the province's official account."""

    channel = Channel.ZALO
    at_once = 6
    repeats = False

    def __init__(self, address: str, *, token: str, dialect: ZaloDialect) -> None:
        self._address, self._words = address.rstrip("/"), dialect
        self._line = Line(address, headers=((dialect.token, token),))

    def send(self, letter: Letter) -> Sent:
        words = self._words
        if letter.kind not in words.templates:
            raise Refused("no_template")
        told: dict[str, Any] = {
            words.to: letter.to.removeprefix("+"),
            words.template: words.templates[letter.kind],
            words.values: dict(letter.values),
            words.number: letter.number,
        }
        try:
            reply = self._line.ask("POST", self._address + words.send, told, seconds=SECONDS, most=LARGEST_ANSWER)
        except LineDown as down:
            raise NoAnswer(down.why, reached=down.reached) from down
        return self._read(reply.body, reply.status)

    def ask(self, number: str) -> Sent | None:
        raise CannotAsk

    def _read(self, body: bytes, status: int) -> Sent:
        words = self._words
        try:
            answer = json.loads(body)
            code = str(answer[words.error])
            if code in words.done:
                found: Any = answer
                for name in words.provider:
                    found = found[name]
                return Sent(str(found)[:80])
        except (ValueError, KeyError, TypeError) as garbage:
            raise NoAnswer(f"status_{status}" if status >= 500 else "broken", reached=True) from garbage
        raise Refused(f"code_{code}", wrong=code in words.wrong_number)
