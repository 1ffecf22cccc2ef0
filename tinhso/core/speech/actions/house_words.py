"""Sentences that this house says to everyone: its translated texts without gaps, and those of which systems say so.
They alone have an address of their own.

Found once in each process and language; English pages speak the texts of the source.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from django.utils.translation import trans_real

from tinhso.core.speech.actions.sounding import edition
from tinhso.core.speech.domain.keeping import public_name
from tinhso.core.speech.domain.sentences import sentences
from tinhso.core.speech.domain.voices import Voice

_GAP = re.compile(r"%[(%]|[{}<>]")
Told = Callable[[str], Iterable[str]]
_more: list[Told] = []
_NUMBERS = tuple(f"{number}{rest}" for number in range(1, 21) for rest in ",.")


def said_to_all(told: Told) -> Told:
    """Register sentences with filled gaps that everyone is told, by language; `told` asks the database nothing."""
    _more.append(told)
    return told


def is_public(sentence: str, voice: Voice) -> bool:
    """Whether everyone is told this sentence, word by word."""
    return public_name(sentence, edition=edition(voice)) in public_sentences(voice, edition(voice))


@lru_cache(16)
def public_sentences(voice: Voice, named_in: str) -> Mapping[str, str]:
    """Name → sentence."""
    said = {*_NUMBERS, *(one for text in _texts(voice.language) for one in sentences(text))}
    said.update(one for told in _more for one in told(voice.language))
    return {public_name(sentence, edition=named_in): sentence for sentence in said}


def _texts(language: str) -> Iterator[str]:
    """Every text of the house in a language that stands on a page as it is."""
    catalogue = cast(
        Mapping[Any, Any], cast(Any, trans_real.translation("vi" if language == "en" else language))._catalog
    )
    for key, said in catalogue.items():
        source = key[0] if isinstance(key, tuple) else key
        text = source.rpartition("\x04")[2] if language == "en" else said
        if isinstance(text, str) and source and not _GAP.search(text):
            yield text
