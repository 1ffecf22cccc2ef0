"""The exchange with the national portal: sending what changed, taking in what was filed there, comparing both sides."""

from tinhso.government.procedures.actions.exchange.book import Book, Fetched, NoStepThere, Standing
from tinhso.government.procedures.actions.exchange.queueing import note_change, send_anew
from tinhso.government.procedures.actions.exchange.reconciling import compare_if_due, compare_sides
from tinhso.government.procedures.actions.exchange.sending import send_due
from tinhso.government.procedures.actions.exchange.settling import (
    NotOpen,
    leave_dossier,
    leave_out,
    send_again,
    settle,
    take_again,
)
from tinhso.government.procedures.actions.exchange.taking import find_new, take_waiting

__all__ = [
    "Book",
    "Fetched",
    "NoStepThere",
    "NotOpen",
    "Standing",
    "compare_if_due",
    "compare_sides",
    "find_new",
    "leave_dossier",
    "leave_out",
    "note_change",
    "send_again",
    "send_anew",
    "send_due",
    "settle",
    "take_again",
    "take_waiting",
]
