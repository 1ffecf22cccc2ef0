"""Remembering how each line is, and what was spent on it in this month."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.planning import pause_of_line
from tinhso.core.notices.events import BudgetSpent, GatewayAnsweredAgain, GatewayWentSilent
from tinhso.core.notices.models import Gateway
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

NOTICED = 4
"""After so many failures in a row the log says so: some minutes of silence, no hiccup."""


@transaction.atomic
def line_failed(channel: Channel, why: str, *, at: datetime) -> Gateway:
    """Nobody answered: nobody calls for a while, longer each time."""
    line = _locked(channel)

    line.failures += 1
    line.failing_since = line.failing_since or at
    line.next_call, line.why = at + pause_of_line(line.failures), why[:40]
    line.save(update_fields=["failures", "failing_since", "next_call", "why"])

    if line.failures == NOTICED:
        record(GatewayWentSilent(channel=Code(channel), why=Code(line.why)), about=line, by=Actor.system(), at=at)
    return line


@transaction.atomic
def line_answered(channel: Channel, *, at: datetime) -> None:
    """Somebody answered: the line is well."""
    line = _locked(channel)
    silent = max(int((at - line.failing_since).total_seconds()), 0) if line.failing_since else 0
    was_noticed = line.failures >= NOTICED

    line.answered_at, line.failures, line.failing_since, line.next_call, line.why = at, 0, None, None, ""
    line.save(update_fields=["answered_at", "failures", "failing_since", "next_call", "why"])

    if was_noticed:
        answered = GatewayAnsweredAgain(channel=Code(channel), silent_s=silent)
        record(answered, about=line, by=Actor.system(), at=at)


class Purse:
    """This month's budget of a channel, its row locked from the first question on, written once at the end.

    What is promised to a provider is taken out before the call, so that it is never more than the budget whatever
    happens to the call.
    """

    def __init__(self, channel: Channel, *, at: datetime) -> None:
        self._channel, self._at = channel, at
        self._line: Gateway | None = None

    def take(self, parts: int) -> bool:
        """Take the price of some parts out; False when it does not suffice any more."""
        line, price = self._of_this_month(), parts * settings.SMS_PRICE
        if line.parts + parts > settings.SMS_PARTS_A_MONTH or line.spent + price > settings.SMS_SPENT_A_MONTH:
            self._tell_that_it_is_spent(line)
            return False
        line.parts, line.spent = line.parts + parts, line.spent + price
        return True

    def put_right(self, parts: int, *, cost: int | None) -> None:
        """So many parts cost something else than was taken out (`cost`, đồng), or were not used (None)."""
        line, taken = self._of_this_month(), parts * settings.SMS_PRICE
        if cost is None:
            line.parts, line.spent = max(line.parts - parts, 0), max(line.spent - taken, 0)
        else:
            line.spent = max(line.spent - taken + cost, 0)

    def close(self) -> None:
        """Write what changed."""
        if self._line:
            self._line.save(update_fields=["month", "parts", "spent", "budget_told_at"])

    def _of_this_month(self) -> Gateway:
        if self._line is None:
            self._line = _locked(self._channel)
        month = timezone.localdate(self._at).replace(day=1)
        if self._line.month != month:
            self._line.month, self._line.parts, self._line.spent, self._line.budget_told_at = month, 0, 0, None
        return self._line

    def _tell_that_it_is_spent(self, line: Gateway) -> None:
        if line.budget_told_at is None:
            line.budget_told_at = self._at
            record(BudgetSpent(channel=Code(self._channel)), about=line, by=Actor.system(), at=self._at)


@contextmanager
def purse_of(channel: Channel, *, at: datetime) -> Iterator[Purse]:
    """The budget, for the time of one transaction. Open it inside that transaction."""
    purse = Purse(channel, at=at)
    yield purse
    purse.close()


def _locked(channel: Channel) -> Gateway:
    return Gateway.objects.select_for_update().get(pk=Gateway.of(channel).pk)
