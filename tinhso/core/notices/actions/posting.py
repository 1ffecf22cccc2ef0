"""Sending what goes out at once and once: codes, and answers to text messages.

The words lie sealed until the call and are gone with it: a call that brought no answer is not made again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext

from tinhso.core.notices.actions.gateways import line_answered, line_failed
from tinhso.core.notices.clients import Letter, NoAnswer, Refused, Sender
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.lengths import unaccented
from tinhso.core.notices.models import Gateway, Proof, Reply

AT_ONCE = 100


def send_at_once(senders: Sequence[Sender], *, at: datetime) -> int:
    """Send the codes and the answers that wait. Says how many a provider took."""
    by_channel = {sender.channel: sender for sender in senders}
    sent = 0
    for channel, row in _waiting(at):
        sender = by_channel.get(channel)
        if sender and Gateway.of(channel).may_be_called(at):
            sent += _send(sender, row, at)
    for model in (Proof, Reply):
        model._default_manager.filter(sealed__isnull=False, ends_at__lte=at).update(sealed=None)
    return sent


def _waiting(at: datetime) -> Iterator[tuple[Channel, Proof | Reply]]:
    for proof in list(Proof.objects.waiting(at)[:AT_ONCE]):
        yield Channel(proof.channel), proof
    for reply in list(Reply.objects.waiting(at)[:AT_ONCE]):
        yield Channel.SMS, reply


def _send(sender: Sender, row: Proof | Reply, at: datetime) -> bool:
    letter, mine = _letter(row), type(row)._default_manager.filter(pk=row.pk)
    if not mine.filter(sealed__isnull=False).update(sealed=None):
        return False
    try:
        sender.send(letter)
    except Refused:
        return False
    except NoAnswer as silent:
        line_failed(sender.channel, silent.why, at=at)
        if not silent.reached:
            mine.update(sealed=row.sealed)
        return False
    line_answered(sender.channel, at=at)
    return True


def _letter(row: Proof | Reply) -> Letter:
    address, words = row.opened()
    if isinstance(row, Reply):
        return Letter(number=row.uuid.hex, to=address, subject="", short=words, long=words, kind="reply")
    with translation.override(row.language):
        said = gettext("Your code is %(code)s. It holds for 10 minutes. Tell it to nobody.") % {"code": words}
        subject = gettext("Your code")
    return Letter(number=row.uuid.hex, to=address, subject=subject, short=unaccented(said), long=said, kind="code")
