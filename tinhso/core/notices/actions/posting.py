"""Sending what goes out at once and once: codes, answers to text messages, news for a number.

The words lie sealed until the call and are gone with it: a call that brought no answer is not made again. News for a
number of which we know nobody says so in the log when it could not go.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from tinhso.core.notices.actions.claiming import CLAIM
from tinhso.core.notices.actions.gateways import line_answered, line_failed
from tinhso.core.notices.clients import Letter, NoAnswer, Refused, Sender
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.lengths import unaccented
from tinhso.core.notices.events import NumberNotReached
from tinhso.core.notices.models import Gateway, Proof, Reply
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

AT_ONCE = 100


def send_at_once(senders: Sequence[Sender], *, at: datetime) -> int:
    """Send the codes and the answers that wait. Says how many a provider took."""
    by_channel = {sender.channel: sender for sender in senders}
    sent = 0
    for channel, row in _waiting(at):
        sender = by_channel.get(channel)
        if sender and Gateway.of(channel).may_be_called(at):
            sent += _send(sender, row, at)
    for reply in Reply.objects.filter(sealed__isnull=False, ends_at__lte=at).exclude(cause=""):
        _lost(reply, at)
    for model in (Proof, Reply):
        model._default_manager.filter(sealed__isnull=False, ends_at__lte=at).update(sealed=None)
    return sent


def _waiting(at: datetime) -> Iterator[tuple[Channel, Proof | Reply]]:
    for proof in list(Proof.objects.waiting(at)[:AT_ONCE]):
        yield Channel(proof.channel), proof
    for reply in list(Reply.objects.waiting(at)[:AT_ONCE]):
        yield Channel.SMS, reply


def _send(sender: Sender, row: Proof | Reply, at: datetime) -> bool:
    letter, mine = _letter(row), type(row)._default_manager.filter(pk=row.pk, sealed__isnull=False)
    if not (_claimed(row, at) if _is_news(row) else mine.update(sealed=None)):
        return False
    try:
        sender.send(letter)
    except Refused:
        return _lost(row, at)
    except NoAnswer as silent:
        line_failed(sender.channel, silent.why, at=at)
        return _lost(row, at) if silent.reached else _put_back(row)
    line_answered(sender.channel, at=at)
    mine.update(sealed=None)
    return True


def _is_news(row: Proof | Reply) -> bool:
    return isinstance(row, Reply) and bool(row.cause)


def _claimed(row: Proof | Reply, at: datetime) -> bool:
    """Whether this worker sends these news. They outlive a worker that dies: twice told is better than not at all."""
    mine = Reply.objects.filter(pk=row.pk, sealed__isnull=False, due__lte=at)
    return bool(mine.update(due=at + CLAIM))


def _put_back(row: Proof | Reply) -> bool:
    type(row)._default_manager.filter(pk=row.pk).update(sealed=row.sealed)
    return False


@transaction.atomic
def _lost(row: Proof | Reply, at: datetime) -> bool:
    """Nobody knows that it arrived, and it is not sent again; whose news it was must be told otherwise."""
    if not isinstance(row, Reply) or not row.cause:
        return False
    if Reply.objects.filter(pk=row.pk, sealed__isnull=False).update(sealed=None):
        lost = NumberNotReached(kind=Code(row.kind), cause=Code(row.cause))
        record(lost, about=row, by=Actor.system(), at=at)
    return False


def _letter(row: Proof | Reply) -> Letter:
    address, words = row.opened()
    if isinstance(row, Reply):
        return Letter(number=row.uuid.hex, to=address, subject="", short=words, long=words, kind=row.kind or "reply")
    with translation.override(row.language):
        said = gettext("Your code is %(code)s. It holds for 10 minutes. Tell it to nobody.") % {"code": words}
        subject = gettext("Your code")
    return Letter(number=row.uuid.hex, to=address, subject=subject, short=unaccented(said), long=said, kind="code")
