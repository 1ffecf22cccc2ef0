"""Remembering how each line is, and what was spent on it in this month."""

from datetime import date, datetime

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


def reserve(channel: Channel, parts: int, *, at: datetime) -> bool:
    """Take the price of some parts out of this month's budget; False when it does not suffice any more.

    Call it inside the transaction that hands the message out: what was promised to a provider is never more than the
    budget, whatever happens to the call.
    """
    line, month = _locked(channel), _month(at)
    if line.month != month:
        line.month, line.parts, line.spent, line.budget_told_at = month, 0, 0, None
    price = parts * settings.SMS_PRICE
    if line.parts + parts > settings.SMS_PARTS_A_MONTH or line.spent + price > settings.SMS_SPENT_A_MONTH:
        _tell_that_it_is_spent(line, channel, at)
        return False
    line.parts, line.spent = line.parts + parts, line.spent + price
    line.save(update_fields=["month", "parts", "spent", "budget_told_at"])
    return True


def give_back(channel: Channel, parts: int, *, cost: int | None, at: datetime) -> None:
    """Put right what was reserved: `parts` were not used, or all of them cost something else (`cost`, đồng)."""
    line = _locked(channel)
    if line.month != _month(at):
        return
    reserved = parts * settings.SMS_PRICE
    if cost is None:
        line.parts, line.spent = max(line.parts - parts, 0), max(line.spent - reserved, 0)
    else:
        line.spent = max(line.spent - reserved + cost, 0)
    line.save(update_fields=["parts", "spent"])


def _tell_that_it_is_spent(line: Gateway, channel: Channel, at: datetime) -> None:
    if line.budget_told_at is None:
        line.budget_told_at = at
        line.save(update_fields=["month", "parts", "spent", "budget_told_at"])
        record(BudgetSpent(channel=Code(channel)), about=line, by=Actor.system(), at=at)


def _locked(channel: Channel) -> Gateway:
    return Gateway.objects.select_for_update().get(pk=Gateway.of(channel).pk)


def _month(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)
