"""Sending what is due by every channel side by side, so that the slowest does not hold the others.

One thread keeps the books, the calls are made by threads of each channel's own; no call is made inside a transaction.
A row says that a call is under way before it is made, and only an answer that was read takes that back.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from time import monotonic

import structlog

from tinhso.core.notices.actions.claiming import Claimed, claim, join_evening, let_go
from tinhso.core.notices.actions.gateways import line_answered, line_failed
from tinhso.core.notices.actions.settling import Called, Outcome, settle
from tinhso.core.notices.clients import CannotAsk, NoAnswer, Refused, Sender, Sent
from tinhso.core.notices.clients.interface import SECONDS as A_CALL
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.models import Gateway

SECONDS = 45.0
"""How long one run takes at most, as long as there is progress; the next begins where it ended."""
STANDSTILL = A_CALL + 1.0
ROUND = 0.05
MOST = 200
LOOK = timedelta(seconds=1)
"""How long a channel without work is not looked at, while others work."""
AT_ONCE = 3
"""After so many calls in a row without an answer the line counts as down."""
_logger = structlog.get_logger(__name__)


def send_due(senders: Sequence[Sender], *, at: datetime) -> int:
    """Send all that is due. Says how many letters were taken by a provider."""
    began = monotonic()
    lanes = [Lane(sender, at=at) for sender in senders if Gateway.of(sender.channel).may_be_called(at)]
    try:
        while monotonic() - began < SECONDS:
            now = at + timedelta(seconds=monotonic() - began)
            for lane in lanes:
                lane.fill(at=now)
            calls = [call for lane in lanes for call in lane.calls]
            if not calls:
                break
            wait(calls, timeout=ROUND)
            for lane in lanes:
                lane.settle(at=at + timedelta(seconds=monotonic() - began))
        for lane in lanes:
            lane.end(at=at + timedelta(seconds=monotonic() - began))
    finally:
        for lane in lanes:
            lane.hands.shutdown(wait=False, cancel_futures=True)
    return sum(lane.sent for lane in lanes)


class Lane:
    """One channel at work: its hands, the calls under way, and how many letters it takes in hand at a time.

    A line that failed is tried with one letter. What is waited for in vain is let go when the run ends.
    """

    def __init__(self, sender: Sender, *, at: datetime) -> None:
        self.sender, self.channel = sender, sender.channel
        self.hands = ThreadPoolExecutor(sender.at_once, thread_name_prefix=f"notices-{sender.channel}")
        self.calls: dict[Future[Sent], Claimed] = {}
        self.sent = 0
        self._was_well = Gateway.of(self.channel).failing_since is None
        self._room = sender.at_once if self._was_well else 1
        self._open, self._silent, self._look_at = True, 0, at
        join_evening(self.channel, at=at)

    def fill(self, *, at: datetime) -> None:
        """Take more in hand when there is room."""
        if not self._open or len(self.calls) > self._room // 2 or at < self._look_at:
            return
        claimed = claim(self.channel, self._room - len(self.calls), at=at)
        self._look_at = at if claimed else at + LOOK
        for one in claimed:
            self.calls[self.hands.submit(_carry, self.sender, one)] = one

    def settle(self, *, at: datetime) -> None:
        """Write down what the calls that ended have brought; a line that is silent is left alone."""
        done = [call for call in self.calls if call.done()]
        if not done:
            return
        self._write([_ended(self.calls.pop(call), _outcome(call)) for call in done], at)
        if self._open:
            self._room = min(max(self.sender.at_once, 2 * len(done)), MOST)

    def end(self, *, at: datetime) -> None:
        """Wait for the calls under way as long as a call may take; what was not begun goes back."""
        waiting = [call for call in self.calls if call.cancel()]
        let_go([self.calls.pop(call) for call in waiting])
        wait(self.calls, timeout=STANDSTILL)
        silent = NoAnswer("silent", reached=True)
        ended = [_ended(one, _outcome(call) if call.done() else silent) for call, one in self.calls.items()]
        self.calls.clear()
        if ended:
            self._write(ended, at)

    def _write(self, ended: Sequence[Called], at: datetime) -> None:
        asks = self.channel is Channel.SMS
        settle(ended, repeats=self.sender.repeats, asks=asks, at=at)
        for call in ended:
            self._note(call.outcome, at)
        self.sent += sum(isinstance(call.outcome, Sent) for call in ended)

    def _note(self, outcome: Outcome, at: datetime) -> None:
        """What an answer, or none, says about the line."""
        if not isinstance(outcome, NoAnswer):
            self._silent = 0
            if not self._was_well:
                line_answered(self.channel, at=at)
                self._was_well = True
            return
        self._silent += 1
        if self._open and (not outcome.reached or self._silent >= AT_ONCE or not self._was_well):
            self._open = False
            line_failed(self.channel, outcome.why, at=at)
            _logger.warning("gateway_silent", channel=self.channel.value, why=outcome.why)
            waiting = [call for call in self.calls if call.cancel()]
            let_go([self.calls.pop(call) for call in waiting])


def _carry(sender: Sender, claimed: Claimed) -> Sent:
    """One call, or two: whoever may have it already is asked first."""
    if claimed.unsure and not sender.repeats:
        try:
            found = sender.ask(claimed.letter.number)
        except CannotAsk as nobody_knows:
            raise NoAnswer("unsure", reached=True) from nobody_knows
        if found:
            return found
    return sender.send(claimed.letter)


def _ended(claimed: Claimed, outcome: Outcome) -> Called:
    return Called(claimed.delivery, claimed.unsure, outcome)


def _outcome(call: Future[Sent]) -> Outcome:
    """What a call brought; a mistake of our own is no reason to send again."""
    error = call.exception()
    if error is None:
        return call.result()
    if isinstance(error, Refused | NoAnswer):
        return error
    _logger.error("letter_broken", error=type(error).__name__)
    return Refused("broken_here")
