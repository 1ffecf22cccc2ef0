"""What the house says is found again whenever it is installed or upgraded."""

from datetime import datetime

from tinhso.core.speech.actions.finding import find_phrases

AFTER = ("notices", "cases", "procedures", "petitions")


def load(at: datetime) -> None:
    """New words are to be recorded; words that are said no more rest."""
    find_phrases(at=at)
