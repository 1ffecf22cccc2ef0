"""Pictures and sounds of a form: icons of the house, people's own recordings, else the voice of the house."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings

from tinhso.core.files.models import State, store
from tinhso.core.openrosa.actions.offering import Sheet
from tinhso.core.openrosa.domain.pictures import drawn
from tinhso.core.openrosa.domain.questions import picture_name, sound_name
from tinhso.core.speech.actions import Busy, Silent, TooMuch, edition, kept_sound, public_sound
from tinhso.core.speech.domain.keeping import public_name
from tinhso.core.speech.domain.phrases import name_of
from tinhso.core.speech.domain.voices import voice_for
from tinhso.core.speech.models import Clip
from tinhso.kit.built import icons

AT_ONCE = 12
"""Sounds that are made anew for one answer, about a second of work; the others come when the phone asks again."""


def media_of(sheet: Sheet, *, who: str, at: datetime, only: str = "") -> Iterator[tuple[str, bytes]]:
    """File name and content of what belongs to a form. With `only`, of that file, and nothing is made anew."""
    yield from _pictures(sheet, only)
    yield from _sounds(sheet, only, who=who, at=at)


def _pictures(sheet: Sheet, only: str) -> Iterator[tuple[str, bytes]]:
    named = sorted({option.icon for one in sheet.questions for option in one.options if option.icon})
    wanted = [icon for icon in named if only in ("", picture_name(icon))]
    shapes = tuple(icons()[f"{icon}-duotone"] for icon in named) if wanted else ()
    pictures = dict(zip(named, drawn(shapes), strict=False))
    yield from ((picture_name(icon), pictures[icon]) for icon in wanted)


def _sounds(sheet: Sheet, only: str, *, who: str, at: datetime) -> Iterator[tuple[str, bytes]]:
    said = {one.label["vi"] for one in sheet.questions if one.label}
    said |= {option.label["vi"] for one in sheet.questions for option in one.options}
    wanted = {sound_name(words): words for words in sorted(said) if only in ("", sound_name(words))}
    clips, left = _recorded(wanted), 0 if only else AT_ONCE
    for name, words in wanted.items():
        sound = clips.get(name) or kept_sound(_public(words), voice_for("vi", settings.VOICE_REGION))
        if sound is None and left:
            sound, left = _spoken(words, who=who, at=at), left - 1
        if sound:
            yield name, sound


def _recorded(wanted: Mapping[str, str]) -> dict[str, bytes]:
    """File name → what people recorded and others approved."""
    names = {name_of(words): name for name, words in wanted.items()}
    found = Clip.objects.approved().filter(language="vi", phrase__name__in=names, file__blob__state=State.CLEAN)
    told = found.values_list("phrase__name", "file__blob__sha256")
    return {names[phrase]: store().path(sha256).read_bytes() for phrase, sha256 in told}


def _spoken(words: str, *, who: str, at: datetime) -> bytes | None:
    """What the voice of the house makes of it; None while it is busy or silent."""
    voice = voice_for("vi", settings.VOICE_REGION)
    try:
        return public_sound(words, _public(words), voice, who=who, most=settings.VOICE_LETTERS_OF_PERSON, at=at)
    except (Busy, Silent, TooMuch):
        return None


def _public(words: str) -> str:
    return public_name(words, edition=edition(voice_for("vi", settings.VOICE_REGION)))
