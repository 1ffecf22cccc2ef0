"""What comes with the telephone: the words of the list of calls, and the sentences that people may record."""

from datetime import datetime
from pathlib import Path

from tinhso.core.notices.actions import ship_kinds
from tinhso.core.speech.actions.finding import Text, find_phrases_of
from tinhso.core.speech.models import Kind
from tinhso.core.telephone.domain.script import SPOKEN, script
from tinhso.kit.actors import Actor

AFTER = ("notices", "speech")


def load(at: datetime) -> None:
    """Enter what is not there yet."""
    ship_kinds(Path(__file__).parent / "tables" / "notices.json", system="telephone", by=Actor.system(), at=at)
    said = [state.say[SPOKEN] for state in script().calls.values()]
    find_phrases_of("telephone", [Text(words, Kind.QUESTION) for words in said], at=at)
