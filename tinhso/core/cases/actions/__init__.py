"""All that can be done with cases and their definitions."""

from tinhso.core.cases.actions.acting import (
    AnswerMissing,
    GuardRefused,
    Moved,
    NotNow,
    NotYourTurn,
    SomeoneWasFirst,
    act,
)
from tinhso.core.cases.actions.asking import Choice, choices
from tinhso.core.cases.actions.definitions import (
    draft_definition,
    publish_definition,
    retire_definition,
    ship_definition,
)
from tinhso.core.cases.actions.numbering import next_number, void_number
from tinhso.core.cases.actions.opening import NotInForce, open_case

__all__ = [
    "AnswerMissing",
    "Choice",
    "GuardRefused",
    "Moved",
    "NotInForce",
    "NotNow",
    "NotYourTurn",
    "SomeoneWasFirst",
    "act",
    "choices",
    "draft_definition",
    "next_number",
    "open_case",
    "publish_definition",
    "retire_definition",
    "ship_definition",
    "void_number",
]
