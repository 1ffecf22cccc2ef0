"""Sound is kept within bounds by the clock, and what the house says is looked through every night."""

from datetime import datetime

from tinhso.core.speech.actions import tidy
from tinhso.core.speech.actions.finding import find_phrases
from tinhso.events.jobs import every


@every(hours=1)
def tidy_sounds(at: datetime) -> None:
    """Take away what nobody listened to for long."""
    tidy(at=at)


@every(hours=24)
def find_new_phrases(at: datetime) -> None:
    """Words that people changed in messages and definitions are to be recorded anew."""
    find_phrases(at=at)
