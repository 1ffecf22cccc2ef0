"""Machines outside that carry a message: a text message gateway, Zalo, mail, the push services of browsers."""

from tinhso.core.notices.clients.interface import CannotAsk, Letter, NoAnswer, Refused, Sender, Sent
from tinhso.core.notices.clients.senders import is_open, senders

__all__ = ["CannotAsk", "Letter", "NoAnswer", "Refused", "Sender", "Sent", "is_open", "senders"]
