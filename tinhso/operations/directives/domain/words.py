"""The words of directives: their states, what stands in their thread, when they are measured and what that says."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text

ISSUED, RECEIVED, WORKING, MORE_TIME = "issued", "received", "working", "more_time"
ANSWERED, ACCEPTED, CLOSED, RECALLED = "answered", "accepted", "closed", "recalled"
WITH_THE_OFFICE = (ISSUED, RECEIVED, WORKING)
WITH_THE_ISSUER = (MORE_TIME, ANSWERED)
RUNNING = (*WITH_THE_OFFICE, *WITH_THE_ISSUER)
STATES: Mapping[str, tuple[Text, str, str]] = {
    ISSUED: (_("Not received yet"), "envelope-simple", "earth"),
    RECEIVED: (_("Received"), "tray", "indigo"),
    WORKING: (_("In work"), "hammer", "indigo"),
    MORE_TIME: (_("Asks for more time"), "hourglass", "earth"),
    ANSWERED: (_("Answered, waits for a decision"), "chat-centered-text", "earth"),
    ACCEPTED: (_("Accepted, being measured"), "check", "green"),
    CLOSED: (_("Closed"), "check-fat", "green"),
    RECALLED: (_("Recalled"), "x", ""),
}
"""State → word, icon, tone."""


class Better(StrEnum):
    """Which way the number shall go."""

    MORE = "more"
    LESS = "less"


BETTER_WORDS: Mapping[Better, Text] = {Better.MORE: _("It shall rise"), Better.LESS: _("It shall fall")}


class NoteKind(StrEnum):
    """What a line of the thread is."""

    ISSUED = "issued"
    RECEIVED = "received"
    STARTED = "started"
    MORE_TIME = "more_time"
    GRANTED = "granted"
    REFUSED = "refused"
    CONTRIBUTED = "contributed"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    RECALLED = "recalled"
    CLOSED = "closed"


NOTE_WORDS: Mapping[NoteKind, Text] = {
    NoteKind.ISSUED: _("Issued the directive"),
    NoteKind.RECEIVED: _("Received it"),
    NoteKind.STARTED: _("Began to work on it"),
    NoteKind.MORE_TIME: _("Asked for more time"),
    NoteKind.GRANTED: _("Gave more time"),
    NoteKind.REFUSED: _("Gave no more time"),
    NoteKind.CONTRIBUTED: _("Said what they did for it"),
    NoteKind.ANSWERED: _("Answered with the result"),
    NoteKind.ACCEPTED: _("Accepted the result"),
    NoteKind.SENT_BACK: _("Sent it back"),
    NoteKind.RECALLED: _("Recalled the directive"),
    NoteKind.CLOSED: _("Closed the directive"),
}


class Moment(StrEnum):
    """When the number is read and kept."""

    ISSUED = "issued"
    DEADLINE = "deadline"
    AFTER_30 = "after_30"
    AFTER_90 = "after_90"


MOMENT_WORDS: Mapping[Moment, Text] = {
    Moment.ISSUED: _("When it was issued"),
    Moment.DEADLINE: _("At the deadline"),
    Moment.AFTER_30: _("30 days after the deadline"),
    Moment.AFTER_90: _("90 days after the deadline"),
}
DAYS_AFTER: Mapping[Moment, int] = {Moment.DEADLINE: 0, Moment.AFTER_30: 30, Moment.AFTER_90: 90}


class Verdict(StrEnum):
    """What a reading says of the question whether the directive helped."""

    UNKNOWN = "unknown"
    SOON = "soon"
    SAME = "same"
    WORSE = "worse"
    AS_ELSEWHERE = "as_elsewhere"
    HELPED = "helped"
    REACHED = "reached"


VERDICTS: Mapping[Verdict, tuple[Text, str, str]] = {
    Verdict.UNKNOWN: (_("It cannot be said yet: a number is missing"), "question", ""),
    Verdict.SOON: (_("It was only just issued: the number has had no time"), "clock", ""),
    Verdict.SAME: (_("No: the number has not moved"), "equals", "earth"),
    Verdict.WORSE: (_("No: it has become worse"), "trend-down", "red"),
    Verdict.AS_ELSEWHERE: (_("Hardly: it became better, but no more than elsewhere"), "equals", "earth"),
    Verdict.HELPED: (_("Yes: it became better, and more so than elsewhere"), "trend-up", "green"),
    Verdict.REACHED: (_("Yes: the target is reached"), "target", "green"),
}
"""Verdict → word, icon, tone."""
