"""The words that the workflows of all procedures share: their actions, their states and the doors of filing.

A definition may have steps of its own between these; what a page, a paper of the law or a number must recognise in
every procedure is named here, once.
"""

from enum import StrEnum


class Door(StrEnum):
    """By which of the four doors a dossier came in."""

    OWN = "own"
    COUNTER = "counter"
    HELPER = "helper"
    NATIONAL = "national"


class State(StrEnum):
    """States that every procedure has; the nation's number of each stands in the definition (`portal`)."""

    FILED = "filed"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    DECIDING = "deciding"
    DECIDED = "decided"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Action(StrEnum):
    """Actions that every procedure has."""

    ACCEPT = "accept"
    PROCESS = "process"
    ASK_SUPPLEMENT = "ask_supplement"
    GIVE_SUPPLEMENT = "give_supplement"
    SUBMIT = "submit"
    RETURN = "return"
    DECIDE = "decide"
    RELEASE = "release"
    REFUSE = "refuse"
    STOP = "stop"
    WITHDRAW = "withdraw"


class Brought(StrEnum):
    """How one paper of the list came: a form filled here counts as `form`."""

    FORM = "form"
    ORIGINAL = "original"
    COPY = "copy"
    SCAN = "scan"
    LOOKED_UP = "looked_up"
    REUSED = "reused"


class Release(StrEnum):
    """How the result reaches the citizen."""

    IN_PERSON = "in_person"
    POST = "post"
    ONLINE = "online"
