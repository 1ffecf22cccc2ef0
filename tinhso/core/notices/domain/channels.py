"""The ways to a person, and what is particular about each."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Channel(StrEnum):
    """How a message reaches someone. The inbox of the pages always has it; the others go out of the house."""

    PUSH = "push"
    ZALO = "zalo"
    SMS = "sms"
    EMAIL = "email"
    VOICE = "voice"
    PAPER = "paper"


ORDER = tuple(Channel)
"""The order in which channels are tried for someone who chose none."""

BY_MACHINE = frozenset({Channel.PUSH, Channel.ZALO, Channel.SMS, Channel.EMAIL})
BY_HAND = frozenset({Channel.VOICE, Channel.PAPER})
"""What a person does: reading the script out on the telephone, handing a slip over."""

RINGING = frozenset({Channel.PUSH, Channel.ZALO, Channel.SMS, Channel.VOICE})
"""Channels that make a sound at the other end: quiet hours and daily limits hold for them."""

ON_REQUEST = frozenset({Channel.ZALO, Channel.VOICE})
"""Tried only for who chose them."""

CHANNEL_WORDS: Mapping[Channel, Text] = {
    Channel.PUSH: _("Notification on this device"),
    Channel.ZALO: _("Zalo"),
    Channel.SMS: _("Text message"),
    Channel.EMAIL: _("E-mail"),
    Channel.VOICE: _("Telephone call"),
    Channel.PAPER: _("Paper, handed over in the village"),
}
CHANNEL_ICONS: Mapping[Channel, str] = {
    Channel.PUSH: "bell",
    Channel.ZALO: "chat-circle",
    Channel.SMS: "chat-text",
    Channel.EMAIL: "envelope-simple",
    Channel.VOICE: "phone-call",
    Channel.PAPER: "file-text",
}


class State(StrEnum):
    """Where one way to one person stands.

    waiting    to be sent, or to be handed over
    carried    it travels inside another message of the same day
    sent       the provider took it
    delivered  the provider says that it arrived, or a person handed it over
    failed     it will not arrive this way; the next way was taken
    unsure     nobody can say whether the provider took it: a person looks at it
    """

    WAITING = "waiting"
    CARRIED = "carried"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNSURE = "unsure"


STATE_WORDS: Mapping[State, Text] = {
    State.WAITING: _("waits"),
    State.CARRIED: _("goes with another"),
    State.SENT: _("sent"),
    State.DELIVERED: _("arrived"),
    State.FAILED: _("did not arrive"),
    State.UNSURE: _("nobody knows"),
}
STATE_TONES: Mapping[State, str] = {
    State.WAITING: "",
    State.CARRIED: "",
    State.SENT: "indigo",
    State.DELIVERED: "green",
    State.FAILED: "red",
    State.UNSURE: "earth",
}
