"""Sentences with gaps: cut into runs of words and gaps, and known again when the gaps are filled."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

GAP = re.compile(r"\{([a-z_0-9]*)\}|%\(([a-z_0-9]+)\)[sd]|%[sd]")
_LETTERS = re.compile(r"[^\W\d_]")
_SHORT = 2
"""A gap with no more than a point or a space beside it is no run of words."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A part of a sentence that was known again: a run of words, or what stood in a gap."""

    words: str
    is_gap: bool


def name_of(words: str) -> str:
    """The name of words: 32 hex digits, the same for the same words with other spaces or another end."""
    return sha256(bare(words).encode()).hexdigest()[:32]


def bare(words: str) -> str:
    """The words without what is only written: spaces put straight, no comma before or stop behind."""
    return " ".join(words.split()).strip(" ,.;:!?…()“”\"'–—")


def cut(text: str) -> list[str]:
    """Runs of words and gaps in turn; gaps as `{name}`."""
    parts, at = [], 0
    for gap in GAP.finditer(text):
        parts += [text[at : gap.start()], f"{{{gap[1] or gap[2] or ''}}}"]
        at = gap.end()
    return [part for part in (*parts, text[at:]) if part]


def is_gap(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def runs(parts: Iterable[str]) -> list[str]:
    """The runs of words that are worth a recording."""
    return [bare(part) for part in parts if not is_gap(part) and len(_LETTERS.findall(part)) >= _SHORT]


class Sayings:
    """Knows sentences again whose gaps are filled. Found by their first letters, then tried one by one."""

    def __init__(self, sayings: Iterable[Sequence[str]]) -> None:
        self._by_head: dict[str, list[tuple[re.Pattern[str], tuple[bool, ...]]]] = {}
        for parts in sorted(sayings, key=lambda parts: -sum(len(part) for part in parts if not is_gap(part))):
            head = "" if is_gap(parts[0]) else bare(parts[0])[:3].lower()
            if runs(parts):
                self._by_head.setdefault(head, []).append((_shape(parts), tuple(map(is_gap, parts))))

    def know(self, sentence: str) -> list[Filled] | None:
        """The parts of a sentence, or None when no saying fits it."""
        plain = " ".join(sentence.split())
        for head in (bare(plain)[:3].lower(), ""):
            for shape, gaps in self._by_head.get(head, ()):
                found = shape.fullmatch(plain)
                if found:
                    return [
                        Filled(part.strip(), gap)
                        for part, gap in zip(found.groups(), gaps, strict=True)
                        if part.strip()
                    ]
        return None


def _shape(parts: Sequence[str]) -> re.Pattern[str]:
    def pieces() -> Iterator[str]:
        for part in parts:
            plain = re.escape(" ".join(part.split())).replace("\\ ", " ")
            before, after = (" ?" if part[:1].isspace() else ""), (" ?" if part[-1:].isspace() else "")
            yield "(.{1,120}?)" if is_gap(part) else f"({before}{plain}{after})"

    return re.compile("".join(pieces()))


def said_in(document: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every Vietnamese text of a document of ours, with the name it stands under: `{"title": {"vi": …}}`."""
    if isinstance(document, Mapping):
        if isinstance(document.get("vi"), str):
            yield key, document["vi"]
            return
        for name, inner in document.items():
            yield from said_in(inner, str(name))
    elif isinstance(document, list | tuple):
        for inner in document:
            yield from said_in(inner, key)
