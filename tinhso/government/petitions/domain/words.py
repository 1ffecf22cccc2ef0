"""The words that code, definition, events and pages share."""

from enum import StrEnum


class Kind(StrEnum):
    """What somebody wants to say."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    BROKEN = "broken"


class Way(StrEnum):
    """By which door a petition came."""

    PAGE = "page"
    COUNTER = "counter"
    PHONE = "phone"
    HELPER = "helper"
    SMS = "sms"
    OPEN311 = "open311"
    OFFLINE = "offline"


TYPED_BY_AN_OFFICER = frozenset({Way.COUNTER, Way.PHONE})
ASSISTED = TYPED_BY_AN_OFFICER | {Way.HELPER}


class State(StrEnum):
    """The states of `tables/petition.json`."""

    SENT = "sent"
    HANDLING = "handling"
    MORE = "more"
    APPROVING = "approving"
    JOINED = "joined"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


WITH_ANSWER = frozenset({State.ANSWERED, State.PUBLISHED, State.CLOSED})
"""States in which an answer has reached who asked: they can say how it was."""


class Action(StrEnum):
    """The actions of `tables/petition.json`."""

    TAKE_IN = "take_in"
    PROPOSE_ANSWER = "propose_answer"
    ANSWER = "answer"
    RETURN_ANSWER = "return_answer"
    ASK_MORE = "ask_more"
    GIVE_MORE = "give_more"
    JOIN = "join"
    SEPARATE = "separate"
    SETTLE = "settle"
    REFUSE = "refuse"
    LAPSE = "lapse"
    PUBLISH = "publish"
    WITHHOLD = "withhold"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class LetterKind(StrEnum):
    """What is written between the office and who asked. `given` is written by who asked."""

    MORE = "more"
    GIVEN = "given"
    ANSWER = "answer"
    REFUSAL = "refusal"
    RETURN = "return"


class FileKind(StrEnum):
    """What lies with a petition."""

    PHOTO = "photo"
    VOICE = "voice"
    PAPER = "paper"


class Side(StrEnum):
    """Who put a file to a petition."""

    ASKER = "asker"
    OFFICE = "office"


A_FACE = (1, 5)
BAD_FACE = 2
"""This face and below open a petition again."""
CONTENT_FACE = 4
"""This face and above count as content."""
LONGEST = 5000
"""Letters of what a person writes, and of an answer."""
