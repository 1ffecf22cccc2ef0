"""A text message gateway that speaks HTTP and JSON. It can be asked for a message by our own number."""

import json
from typing import Any

from tinhso.core.notices.clients.interface import LARGEST_ANSWER, SECONDS, Letter, NoAnswer, Refused, Sent
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.dialects import SmsDialect
from tinhso.core.notices.domain.lengths import length_of
from tinhso.kit.lines import Line, LineDown, Reply

NOT_FOUND = 404


class HttpSms:
    """The gateway at an address. `secret` is the bearer token that it gave us."""

    channel = Channel.SMS
    at_once = 8
    repeats = False

    def __init__(self, address: str, *, secret: str, sender: str, dialect: SmsDialect) -> None:
        self._address, self._sender, self._words = address.rstrip("/"), sender, dialect
        self._line = Line(address, headers=(("Authorization", f"Bearer {secret}"),))

    def send(self, letter: Letter) -> Sent:
        words = self._words
        told: dict[str, Any] = {
            words.number: letter.number,
            words.to: letter.to if words.plus else letter.to.removeprefix("+"),
            words.text: letter.short,
            words.sender: self._sender,
            words.wide: not length_of(letter.short).basic,
        }
        return self._read(self._ask("POST", words.send, told))

    def ask(self, number: str) -> Sent | None:
        reply = self._ask("GET", self._words.look_up.format(number=number), None)
        return None if reply.status == NOT_FOUND else self._read(reply)

    def _ask(self, verb: str, path: str, told: dict[str, Any] | None) -> Reply:
        try:
            return self._line.ask(verb, self._address + path, told, seconds=SECONDS, most=LARGEST_ANSWER)
        except LineDown as down:
            raise NoAnswer(down.why, reached=down.reached) from down

    def _read(self, reply: Reply) -> Sent:
        """Only an answer that says what became of the message counts, whatever its status."""
        words = self._words
        try:
            answer = json.loads(reply.body)
            if answer[words.taken] in words.took:
                return Sent(str(answer.get(words.provider, ""))[:80], int(answer[words.parts]), int(answer[words.cost]))
            code = str(answer[words.code])
        except (ValueError, KeyError, TypeError) as garbage:
            raise NoAnswer(f"status_{reply.status}" if reply.status >= 500 else "broken", reached=True) from garbage
        raise Refused(code, wrong=code in words.wrong_number)
