"""Saying: what a page asks for in order, sounds made once and kept."""

from tinhso.core.speech.actions.finding import find_phrases, find_phrases_of, texts_in
from tinhso.core.speech.actions.sounding import (
    Busy,
    Silent,
    TooMuch,
    edition,
    kept_sound,
    own_sound,
    public_sound,
    tidy,
)

__all__ = [
    "Busy",
    "Silent",
    "TooMuch",
    "edition",
    "find_phrases",
    "find_phrases_of",
    "kept_sound",
    "own_sound",
    "public_sound",
    "texts_in",
    "tidy",
]
