"""Answering a text message: one message back to the number that wrote, within the limits of every number (P24)."""

from datetime import datetime, timedelta

from django.db import transaction

from tinhso.core.notices.actions.claiming import Numbers
from tinhso.core.notices.actions.gateways import purse_of
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.lengths import length_of
from tinhso.core.notices.domain.limits import DAY, is_ours
from tinhso.core.notices.models import Delivery, Gateway, Reply
from tinhso.core.notices.models.people import print_of

GOOD_FOR = timedelta(hours=1)
"""Who wrote does not wait for an answer longer."""
RATINGS = ".rating"
"""How the code of every kind ends that asks how something was: its answer is a number from 1 to 5."""


@transaction.atomic
def answer_number(address: str, words: str, *, at: datetime) -> Reply | None:
    """Let one text message go back to a number (E.164); the worker sends it.

    None when none may go: it is no mobile number of this country, it was written to often enough, the month is spent.
    """
    if not is_ours(address):
        return None
    Gateway.objects.select_for_update().get(pk=Gateway.of(Channel.SMS).pk)
    if Numbers([address], at).free_from(print_of(address)) > at:
        return None
    with purse_of(Channel.SMS, at=at) as purse:
        if not purse.take(length_of(words).parts):
            return None
    reply = Reply(asked_at=at, ends_at=at + GOOD_FOR)
    reply.keep(address, words)
    reply.save()
    return reply


def asked_last(address: str, *, since: datetime) -> tuple[str, datetime] | None:
    """The code of the matter of which this number was last asked by text message how it was, and when."""
    asked = Delivery.objects.filter(
        print=print_of(address), channel=Channel.SMS, sent_at__gt=since, notice__wording__kind__code__endswith=RATINGS
    )
    last = asked.select_related("notice").order_by("-sent_at").first()
    if last is None or last.sent_at is None or "code" not in last.notice.values:
        return None
    return str(last.notice.values["code"]), last.sent_at


def forget_replies(*, at: datetime) -> int:
    """Drop what no limit counts any more; says how many."""
    return Reply.objects.filter(asked_at__lte=at - DAY).delete()[0]
