"""Writing to a number of which we know nobody, within the limits of every number (P24): an answer, or news."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tinhso.core.notices.actions.claiming import Numbers
from tinhso.core.notices.actions.gateways import purse_of
from tinhso.core.notices.actions.manners import manners
from tinhso.core.notices.actions.telling import NoWordsError
from tinhso.core.notices.clients import is_open
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.hours import may_ring_from
from tinhso.core.notices.domain.lengths import length_of
from tinhso.core.notices.domain.limits import DAY, is_ours
from tinhso.core.notices.domain.values import Value, kept
from tinhso.core.notices.domain.wording import say
from tinhso.core.notices.models import Delivery, Gateway, Reply, Wording
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


@transaction.atomic
def tell_number(
    kind: str,
    address: str,
    *,
    values: Mapping[str, Value],
    cause: str,
    language: str = "vi",
    until: datetime,
    at: datetime,
) -> bool:
    """Tell who holds a number (E.164), whoever that is, something by one text message; the worker sends it.

    cause  what it follows from, the same at each try: a number is told of it once
    until  after that nobody wants to hear it any more

    False when none may go: no mobile number of this country, no gateway, the month is spent, it would ring too late.
    What a provider did not take is an event, `NumberNotReached`. Raises NoWordsError, ValueWrong.
    """
    if not (is_ours(address) and is_open(Channel.SMS, kind)):
        return False
    Gateway.objects.select_for_update().get(pk=Gateway.of(Channel.SMS).pk)
    if Reply.objects.filter(print=print_of(address), cause=cause).exists():
        return True
    due = _rings_from(address, at)
    words = _words(kind, values, language)
    with purse_of(Channel.SMS, at=at) as purse:
        if due >= until or not purse.take(length_of(words).parts):
            return False
    reply = Reply(kind=kind, cause=cause, asked_at=at, due=due, ends_at=until)
    reply.keep(address, words)
    reply.save()
    return True


def _rings_from(address: str, at: datetime) -> datetime:
    """When a number may be written to: not too often, not at night; on a holiday too, for after it is too late."""
    free = Numbers([address], at).free_from(print_of(address))
    return may_ring_from(timezone.localtime(free), manners().quiet, lambda _day: False)


def _words(kind: str, values: Mapping[str, Value], language: str) -> str:
    wording = Wording.objects.published().select_related("kind").filter(kind__code=kind).first()
    if wording is None:
        raise NoWordsError(kind)
    spoken, words = wording.words_in(language)
    gaps = wording.kind.declared
    return say(words, gaps, kept(gaps, values), language=spoken, base=settings.ADDRESS).sms


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
    return Reply.objects.filter(asked_at__lte=at - DAY, ends_at__lte=at).delete()[0]
