"""Definitions, cases, the segments of their clocks, and running numbers."""

from tinhso.core.cases.models.cases import Case
from tinhso.core.cases.models.definitions import Definition, Status
from tinhso.core.cases.models.numbers import Number, VoidNumber
from tinhso.core.cases.models.questions import Page
from tinhso.core.cases.models.slips import WrongTry
from tinhso.core.cases.models.spells import Recount, Remark, Spell, Transfer, Trouble

__all__ = [
    "Case",
    "Definition",
    "Number",
    "Page",
    "Recount",
    "Remark",
    "Spell",
    "Status",
    "Transfer",
    "Trouble",
    "VoidNumber",
    "WrongTry",
]
