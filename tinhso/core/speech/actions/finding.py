"""Looking through the texts of the house for what people hear: messages, states, questions, options, pages, numbers.

Nobody declares anything: kinds of messages and definitions of cases lie in registers, pages in templates. A system
whose sentences lie elsewhere hands them over with `find_phrases_of`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext, override

from tinhso.core.cases.models import Definition
from tinhso.core.notices.models import Wording
from tinhso.core.speech.domain.numerals import WORDS
from tinhso.core.speech.domain.phrases import bare, cut, is_gap, name_of, runs, said_in
from tinhso.core.speech.domain.sentences import sentences
from tinhso.core.speech.domain.templates import read_aloud
from tinhso.core.speech.events import PhrasesFound
from tinhso.core.speech.models import Kind, Phrase, Saying
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.passport import systems

_KINDS: Mapping[str, Kind] = {
    "title": Kind.STATUS,
    "next": Kind.STATUS,
    "ask": Kind.QUESTION,
    "label": Kind.QUESTION,
    "help": Kind.QUESTION,
}
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is heard, with its gaps."""

    words: str
    kind: Kind


def find_phrases(*, at: datetime) -> tuple[int, int]:
    """Look through everything again. Says how many phrases are new, and how many nobody says any more."""
    found = {
        "numbers": [Text(word, Kind.NUMBER) for word in WORDS],
        "notices": list(_messages()),
        "cases": list(_cases()),
    }
    told = [find_phrases_of(source, texts, at=at) for source, texts in {**found, "pages": list(_pages())}.items()]
    return sum(new for new, _ in told), sum(gone for _, gone in told)


@transaction.atomic
def find_phrases_of(source: str, texts: Iterable[Text], *, at: datetime) -> tuple[int, int]:
    """Keep what one part of the house says: new words are to be recorded, words said no more rest with their clips."""
    wanted, sayings = _cut(texts)
    mine = {phrase.name: phrase for phrase in Phrase.objects.select_for_update().filter(source=source)}
    others = set(Phrase.objects.filter(name__in=wanted.keys() - mine.keys()).values_list("name", flat=True))
    new = [
        Phrase(name=name, words=words, example=example, kind=kind, source=source, found_at=at)
        for name, (words, example, kind) in wanted.items()
        if name not in mine and name not in others
    ]
    gone = [phrase for name, phrase in mine.items() if name not in wanted and phrase.retired_at is None]
    Phrase.objects.bulk_create(new)
    Phrase.objects.filter(name__in=list(wanted)).exclude(retired_at=None).update(retired_at=None)
    Phrase.objects.filter(pk__in=[phrase.pk for phrase in gone]).update(retired_at=at)
    _keep_sayings(source, sayings)
    if new or gone:
        record(PhrasesFound(new=len(new), gone=len(gone)), about=new[0] if new else gone[0], by=Actor.system(), at=at)
    return len(new), len(gone)


def _cut(texts: Iterable[Text]) -> tuple[dict[str, tuple[str, str, Kind]], dict[str, list[str]]]:
    """Phrases by name, as words, example and kind; sayings by name."""
    phrases: dict[str, tuple[str, str, Kind]] = {}
    sayings: dict[str, list[str]] = {}
    for text in texts:
        for sentence in sentences(text.words):
            parts = cut(sentence)
            for run in runs(parts):
                phrases.setdefault(name_of(run), (run[:LONGEST], sentence, text.kind))
            if any(map(is_gap, parts)) and runs(parts):
                sayings[name_of(sentence)] = parts
    return phrases, sayings


def _keep_sayings(source: str, sayings: Mapping[str, list[str]]) -> None:
    Saying.objects.filter(source=source).exclude(name__in=list(sayings)).delete()
    known = set(Saying.objects.filter(name__in=list(sayings)).values_list("name", flat=True))
    made = [Saying(name=name, source=source, parts=parts) for name, parts in sayings.items() if name not in known]
    Saying.objects.bulk_create(made)


def _messages() -> Iterator[Text]:
    for wording in Wording.objects.published().order_by("id"):
        words = wording.words["vi"]
        yield from (Text(text, Kind.MESSAGE) for text in (words.subject, words.spoken))


def texts_in(document: object) -> Iterator[Text]:
    """The texts of a document; options stand under their value, whatever it is, everything else under a known name."""
    for name, words in said_in(document):
        yield Text(words, _KINDS.get(name, Kind.OPTION))


def _cases() -> Iterator[Text]:
    for definition in Definition.objects.published().order_by("id"):
        yield from texts_in(definition.document)


def _pages() -> Iterator[Text]:
    with override("vi"):
        for source in _sources():
            said = gettext(source)
            if bare(said):
                yield Text(said, Kind.PAGE)


def _sources() -> Iterator[str]:
    for system in systems():
        for template in sorted((Path(system.path) / "templates").rglob("*.html")):
            yield from read_aloud(template.read_text(encoding="utf-8"))
