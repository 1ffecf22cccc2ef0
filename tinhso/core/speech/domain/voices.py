"""The synthetic voices: whose words they say, and how a text is made ready for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from tinhso.core.speech.domain.foreign import to_english, to_indonesian
from tinhso.core.speech.domain.manners import MANNERS, Region
from tinhso.core.speech.domain.reading import to_words

EDITION = "1"
"""Counted up when the same text is to sound another way: sound that was made before is then made anew."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A synthetic voice.

    code      how pages and addresses name it
    language  of the pages it reads
    engine    what espeak-ng calls it
    region    of Vietnamese ones
    """

    code: str
    language: str
    engine: str
    region: Region = Region.NORTH

    def words(self, text: str) -> str:
        """The text as this voice is given it."""
        if self.language == "vi":
            return to_words(text, MANNERS[self.region])
        return to_english(text) if self.language == "en" else to_indonesian(text)


VOICES: Mapping[str, Voice] = {
    voice.code: voice
    for voice in (
        Voice("vi", "vi", "vi"),
        Voice("vi-central", "vi", "vi-vn-x-central", Region.CENTRAL),
        Voice("vi-south", "vi", "vi-vn-x-south", Region.SOUTH),
        Voice("en", "en", "en"),
        Voice("id", "id", "id"),
    )
}


def voice_for(language: str, wished: str = "") -> Voice:
    """The voice for a page in a language: the one that was wished for if it speaks it, else the first that does."""
    known = VOICES.get(wished)
    if known and known.language == language:
        return known
    return next((voice for voice in VOICES.values() if voice.language == language), VOICES["vi"])
