"""A text message comes in: written down once, sealed, and answered by the worker."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.core.telephone.events import TextReceived
from tinhso.core.telephone.models import TextMessage
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.writing import insert_new

MOST_SIGNS = 500
"""Of a message; what stands behind is not read."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a gateway brings: its own number of the message, from which telephone (E.164), the words."""

    number: str
    phone: str
    words: str


@transaction.atomic
def take_text(told: Incoming, *, at: datetime) -> bool:
    """Keep a message until it is answered; False when it came before, or this telephone wrote too often."""
    text = TextMessage(number=told.number, received_at=at)
    text.keep(told.phone, told.words[:MOST_SIGNS])
    if TextMessage.objects.too_many(text.print, at) or not insert_new(text):
        return False

    record(TextReceived(), about=text, by=Actor(channel=Channel.PHONE), at=at)
    return True
