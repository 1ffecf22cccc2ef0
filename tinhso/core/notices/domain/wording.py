"""The words of a kind of message: in each language a subject, a short, a long and a spoken form, with gaps in braces.

Everything that could go wrong with them is found when they are published: once published they can only be said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.core.notices.domain.lengths import length_of, unaccented
from tinhso.core.notices.domain.values import SAMPLES, Gap, Kept, said, spoken
from tinhso.kit.refusals import Refusal

LANGUAGES = ("vi", "en", "id")
"""Those that every message has; others are welcome."""
FORMS = ("subject", "short", "long", "spoken")
LONGEST = {"subject": 80, "short": 480, "long": 3000, "spoken": 1500}
_GAP = re.compile(r"\{([a-z_]+)\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class WordsWrong(Refusal):
    """Words that cannot be published; the sentence says which form of which language, and why."""

    sentence = _("These words cannot be published yet.")
    field = "texts"


@dataclass(frozen=True, slots=True)
class Words:
    """The four forms in one language. `accents`: the text message keeps its accents, and has room for 70 signs."""

    subject: str
    short: str
    long: str
    spoken: str
    accents: bool = False

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Words":
        """From the document of a wording; a form that is not there is empty."""
        forms = {form: str(told.get(form, "")).strip() for form in FORMS}
        return cls(**forms, accents=told.get("accents") is True)

    def form(self, name: str) -> str:
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Said:
    """A message in words, as one person gets it. `sms` is the short form as it goes over the air."""

    subject: str
    short: str
    long: str
    spoken: str
    sms: str


def say(words: Words, gaps: Mapping[str, Gap], values: Mapping[str, Kept], *, language: str, base: str) -> Said:
    """Fill the gaps."""
    written = {name: said(gap, values[name], language=language, base=base) for name, gap in gaps.items()}
    aloud = {name: spoken(gap, values[name], language=language, base=base) for name, gap in gaps.items()}
    short = _filled(words.short, written)
    return Said(
        subject=_filled(words.subject, written),
        short=short,
        long=_filled(words.long, written),
        spoken=_filled(words.spoken, aloud),
        sms=short if words.accents else unaccented(short),
    )


def sample(words: Words, gaps: Mapping[str, Gap], *, language: str, base: str) -> Said:
    """The message with the longest values that are to be expected."""
    return say(words, gaps, {name: SAMPLES[gap] for name, gap in gaps.items()}, language=language, base=base)


def check(texts: Mapping[str, Words], gaps: Mapping[str, Gap], *, parts: int, base: str) -> None:
    """Refuse what could not be said. `parts`: how many text messages a short form may take. Raises WordsWrong."""
    for language in LANGUAGES:
        if language not in texts:
            raise WordsWrong(_told(_("The language %(language)s is missing."), language=language))
    for language, words in texts.items():
        if not _LANGUAGE.fullmatch(language):
            raise WordsWrong(_told(_("%(language)s is no code of a language."), language=language[:20]))
        for fault in _faults(words, gaps):
            raise WordsWrong(_told(_("%(language)s, %(fault)s"), language=language, fault=fault))
        _fits(words, gaps, language, parts, base)


def _faults(words: Words, gaps: Mapping[str, Gap]) -> Iterator[str]:
    for form in FORMS:
        text = words.form(form)
        if not text:
            yield _told(_("form “%(form)s”: nothing is written."), form=form)
        if len(text) > LONGEST[form]:
            yield _told(_("form “%(form)s”: longer than %(most)s signs."), form=form, most=LONGEST[form])
        if "{" in _GAP.sub("", text) or "}" in _GAP.sub("", text):
            yield _told(_("form “%(form)s”: a brace does not belong to a gap."), form=form)
        if form in ("subject", "short") and len(text.splitlines()) > 1:
            yield _told(_("form “%(form)s”: one line only."), form=form)
        yield from _gap_faults(form, text, gaps)


def _gap_faults(form: str, text: str, gaps: Mapping[str, Gap]) -> Iterator[str]:
    used = set(_GAP.findall(text))
    for name in sorted(used - gaps.keys()):
        yield _told(_("form “%(form)s”: nobody fills the gap {%(name)s}."), form=form, name=name)
    for name, gap in gaps.items():
        if name in used and gap is Gap.PRIVATE and form in ("subject", "short"):
            yield _told(_("form “%(form)s”: {%(name)s} must not be seen by a provider."), form=form, name=name)
        if name not in used and (form == "long" or (form == "spoken" and gap is not Gap.LINK)):
            yield _told(_("form “%(form)s”: the gap {%(name)s} is missing."), form=form, name=name)


def _fits(words: Words, gaps: Mapping[str, Gap], language: str, parts: int, base: str) -> None:
    length = length_of(sample(words, gaps, language=language, base=base).sms)
    if not length.fits(parts):
        told = _(
            "%(language)s: as a text message it takes %(units)s signs, %(parts)s messages; %(allowed)s may be sent."
        )
        raise WordsWrong(
            _told(told, language=language, units=length.units, parts=length.parts, allowed=parts), field="texts"
        )


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: values[gap[1]], text)


def _told(sentence: str | Promise, **values: object) -> str:
    return str(sentence) % values
