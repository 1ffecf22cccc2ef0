"""What can happen to petitions, topics and rules. Codes, ids and counts only: nothing that names a person or repeats
what somebody said. Every event about a petition carries its topic, so that numbers by topic need no table of ours.
"""

from datetime import datetime

from tinhso.events.definitions import Code, Event, event
from tinhso.government.petitions.domain.words import Kind, LetterKind, Way


@event()
class PetitionSent(Event):
    """Somebody said something; `rule` of the rules found the desk, empty: the topic's own."""

    topic: Code
    kind: Kind
    channel: Way
    language: Code
    assisted: bool
    anonymous: bool
    urgent: bool
    agency: int
    rule: Code
    due: datetime


@event()
class PetitionTakenIn(Event):
    """`in_term`: within the two working days that the rules give."""

    topic: Code
    in_term: bool


@event()
class PetitionForwarded(Event):
    """Another office has it; the clock runs on. `why`: hand_over, recall, return."""

    topic: Code
    left: int
    came: int
    why: Code
    in_term: bool


@event()
class MoreAsked(Event):
    """`in_term`: within the five working days that the rules give."""

    topic: Code
    round: int
    in_term: bool


@event()
class MoreGiven(Event):
    topic: Code
    round: int
    due: datetime


@event()
class AnswerProposed(Event):
    """An answer was written and waits for the head."""

    topic: Code
    round: int


@event()
class AnswerReturned(Event):
    """The head wants it written anew."""

    topic: Code
    round: int


@event()
class PetitionAnswered(Event):
    """The answer went out. `days`: whole days since it was sent, stops of the clock not counted."""

    topic: Code
    kind: Kind
    channel: Way
    language: Code
    assisted: bool
    on_time: bool
    days: int
    again: bool


@event()
class PetitionRefused(Event):
    topic: Code
    from_state: Code
    in_term: bool


@event()
class PetitionLapsed(Event):
    """A question to who asked stayed without an answer for too long."""

    topic: Code


@event()
class PetitionWithdrawn(Event):
    topic: Code
    from_state: Code


@event()
class PetitionJoined(Event):
    """It is about the same as another, and waits for that one's answer."""

    topic: Code
    to: Code


@event()
class PetitionSeparated(Event):
    """It goes its own way again."""

    topic: Code


@event()
class PetitionSettled(Event):
    """It was answered with the one to which it was joined."""

    topic: Code
    kind: Kind
    channel: Way
    language: Code
    assisted: bool
    on_time: bool
    days: int


@event()
class PetitionSplit(Event):
    """It was about several things; each part has an office and an answer of its own."""

    topic: Code
    parts: int


@event()
class PetitionPublished(Event):
    """All may read it. `in_term`: within two working days after the answer."""

    topic: Code
    in_term: bool


@event()
class PetitionWithheld(Event):
    topic: Code


@event()
class PetitionRetopiced(Event):
    """An officer read it and put it under another topic."""

    topic: Code
    before: Code


@event()
class TopicsLearnt(Event):
    """What was decided taught the words of topics anew; `right` of `tried` would have been right at first."""

    petitions: int
    tried: int
    right: int
    passed: bool


@event()
class ReportShown(Event):
    """All may read what was reported; it is still worked on."""

    topic: Code


@event()
class ReportBacked(Event):
    """Somebody else wants the same. Who it was stands nowhere in the log."""

    topic: Code
    signed_in: bool


@event()
class PublicationTakenBack(Event):
    topic: Code


@event()
class PetitionRated(Event):
    """How who asked found the answer, 1 (bad) to 5 (good). `round` 1: after it was opened again."""

    topic: Code
    faces: int
    round: int
    channel: Way
    on_time: bool


@event()
class PetitionReopened(Event):
    topic: Code
    due: datetime


@event()
class CalledBack(Event):
    """The supervisor called somebody who had rated an answer; `heard`: content, not_content or not_reached."""

    topic: Code
    heard: Code
    faces: int


@event()
class NoteWritten(Event):
    """A colleague wrote something that only the office reads."""

    topic: Code


@event()
class TemplateWritten(Event):
    """An office has words from which letters begin; `number` grows with every change."""

    kind: LetterKind
    number: int


@event()
class TemplateRetired(Event):
    kind: LetterKind


@event()
class TopicEntered(Event):
    """A topic was entered or changed."""

    topic: Code


@event()
class TopicRetired(Event):
    """Nothing new is said under it; new things go to `parent`."""

    topic: Code
    parent: Code


@event()
class RulesDrafted(Event):
    number: int


@event()
class RulesPublished(Event):
    number: int
    rules: int
