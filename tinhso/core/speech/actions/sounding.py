"""Making a sound once and keeping it by its hash: public sentences as they are, personal ones sealed.

No table: what lies on disk can be made again at any time. A file is written beside its name and renamed, so that two
who ask at once find a whole one.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tinhso.core.speech.clients import VoiceAway, speaker
from tinhso.core.speech.domain.keeping import close, own_name, unclosed
from tinhso.core.speech.domain.limits import Gate, Purse, QueueFull, TooMuchAsked
from tinhso.core.speech.domain.voices import EDITION, Voice
from tinhso.kit.refusals import Refusal
from tinhso.kit.secrets import kept_secret

OWN_DAYS = 7
"""How long a personal sentence is kept after it was heard last."""
_PURSE = Purse()
_GATE = Gate(at_once=2, waiting=12, patience=6.0)


class Silent(Refusal):
    """No voice is installed, or it broke."""

    sentence = _(
        "The voice of this house is silent now. The words are on the page; a person reads them to you on the telephone."
    )


class Busy(Refusal):
    """Too many want to hear something at once."""

    sentence = _("Many people listen at this moment. Press again in a little while.")


class TooMuch(Refusal):
    """One listener had the voice speak more than a person can hear."""

    sentence = _("You have listened to very much in this hour. Try again in an hour.")


def edition(voice: Voice) -> str:
    """What makes the same words sound another way: the program and our own way of putting them."""
    speaking = speaker()
    return f"{EDITION} {speaking.name if speaking else '-'} {voice.code}"


def public_sound(words: str, name: str, voice: Voice, *, who: str, most: int, at: datetime) -> bytes:
    """A sentence that this house says to everyone. Raises Silent, Busy, TooMuch."""
    path = _path("public", voice, name)
    sound = _heard(path)
    if sound is None:
        sound = _made(words, voice, who=who, most=most, at=at)
        _keep(path, sound)
    return sound


def kept_sound(name: str, voice: Voice) -> bytes | None:
    """A sentence that everyone is told, if it was made before."""
    return _heard(_path("public", voice, name))


def own_sound(words: str, voice: Voice, *, who: str, most: int, at: datetime) -> bytes:
    """A sentence that was shown to one person. Raises Silent, Busy, TooMuch."""
    path = _path("own", voice, own_name(words, key=_key(), edition=edition(voice)))
    sealed = _heard(path)
    sound = unclosed(sealed, words, key=_key()) if sealed else None
    if sound is None:
        sound = _made(words, voice, who=who, most=most, at=at)
        _keep(path, close(sound, words, key=_key()))
    return sound


def _made(words: str, voice: Voice, *, who: str, most: int, at: datetime) -> bytes:
    speaking = speaker()
    if speaking is None:
        raise Silent
    try:
        _PURSE.spend(who, len(words), most=most, at=at)
        with _GATE.passed():
            return speaking.speak(voice.words(words), voice)
    except TooMuchAsked as much:
        raise TooMuch from much
    except QueueFull as full:
        raise Busy from full
    except VoiceAway as away:
        raise Silent from away


@cache
def _key() -> bytes:
    return bytes.fromhex(kept_secret(settings.VAR / "keys" / "speech"))


def _folder() -> Path:
    return Path(settings.VAR) / "speech"


def _path(shelf: str, voice: Voice, name: str) -> Path:
    return _folder() / shelf / voice.code / name[:2] / name[2:]


def _heard(path: Path) -> bytes | None:
    """What lies there; hearing it makes it young again."""
    try:
        sound = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        return None
    return sound


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}")
    draft.write_bytes(content)
    draft.replace(path)


def tidy(*, at: datetime) -> int:
    """Take away personal sentences not heard for a week, then what was not heard for longest; says how many went."""
    old = (at - timedelta(days=OWN_DAYS)).timestamp()
    left, gone = settings.VOICE_KEPT * 1_000_000, 0
    for heard, size, path in sorted(_kept(), reverse=True):
        left -= size
        if left < 0 or (heard < old and "own" in path.relative_to(_folder()).parts[:1]):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _kept() -> Iterator[tuple[float, int, Path]]:
    """When each sound was heard last, how large it is, where it lies."""
    for path in _folder().glob("*/*/*/*"):
        told = path.stat()
        yield told.st_mtime, told.st_size, path
