"""A text cut where a voice rests: what is heard, marked and kept is one sentence."""

import re
from collections.abc import Iterator

LONGEST = 300
"""Signs of a sentence; a longer one is cut at a comma, else between words."""
_END = re.compile(r"(?<!\bTP)(?<!\bP)(?<!\bQ)(?<!\bTX)(?<!\bTT)(?<!\bv\.v)([.!?;…]+[”\"')]*)\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, spaces put straight; none is empty or longer than `LONGEST`."""
    return [short for one in _cut(text) if (said := " ".join(one.split())) for short in _shortened(said)]


def _cut(text: str) -> Iterator[str]:
    at = 0
    for end in _END.finditer(text):
        yield text[at : end.start()] + (end[1] or "")
        at = end.end()
    yield text[at:]


def _shortened(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        cut = max(sentence.rfind(", ", 0, LONGEST) + 1, 0) or sentence.rfind(" ", 0, LONGEST)
        cut = cut if cut > 0 else LONGEST
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence
