"""A sentence goes in as text, a sound comes out as Ogg Opus: two programs in a row, each with limits.

The text goes through a pipe and never stands in a list of processes. Both programs see no environment of ours; time,
memory and output are bounded by `prlimit` (util-linux) and by what is read.
"""

import contextlib
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Timer
from typing import IO, Protocol

from django.conf import settings
from django.core.signals import setting_changed

from tinhso.core.speech.domain.voices import Voice

SECONDS = 20.0
"""How long a sentence may take, all in all; it takes a fifth of a second."""
CPU_SECONDS = 10
MEMORY = 256 << 20
MOST_SOUND = 300_000
"""Bytes: two and a half minutes at 16 kbit/s."""
WORDS_A_MINUTE = "150"
ENCODER = (
    *("opusenc", "--quiet", "--speech", "--bitrate", "16", "--framesize", "60", "--comp", "5"),
    *("--padding", "0", "--ignorelength", "-", "-"),
)
_PATH = "/usr/local/bin:/usr/bin:/bin"


class VoiceAway(Exception):
    """No sound can be made now: a program is missing, broke, or ran into its limits."""


class Speaker(Protocol):
    """What turns words into sound."""

    @property
    def name(self) -> str:
        """Which program speaks: sound that another one made is not taken for its own."""

    def speak(self, words: str, voice: Voice) -> bytes:
        """The words as Ogg Opus. Raises VoiceAway."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Programs that read text and write WAV, with the encoder behind them.

    plugged   command line of a program for Vietnamese (a Piper voice, say); empty: espeak-ng speaks that too
    memory    bytes that the plugged program may take
    """

    plugged: tuple[str, ...] = ()
    memory: int = MEMORY

    @property
    def name(self) -> str:
        return " ".join(self.plugged) or "espeak-ng"

    def speak(self, words: str, voice: Voice) -> bytes:
        plugged = bool(self.plugged) and voice.language == "vi"
        speaking = self.plugged if plugged else ("espeak-ng", "-v", voice.engine, "-s", WORDS_A_MINUTE, *_PIPED)
        memory = self.memory if plugged else MEMORY
        return _through(_bounded(speaking, memory), _bounded(ENCODER, MEMORY), words.encode() + b"\n")


_PIPED = ("-b", "1", "--stdin", "--stdout")


def _bounded(command: Sequence[str], memory: int) -> list[str]:
    program = shutil.which(command[0], path=_PATH)
    limiter = shutil.which("prlimit", path=_PATH)
    if program is None or limiter is None:
        raise VoiceAway(command[0])
    return [limiter, f"--as={memory}", f"--cpu={CPU_SECONDS}", "--core=0", program, *command[1:]]


def _through(speaking: list[str], encoding: list[str], text: bytes) -> bytes:
    """What comes out at the end of both; whoever takes too long is stopped, and then nothing does."""
    with _started(speaking, stdin=subprocess.PIPE) as first, _started(encoding, stdin=first.stdout) as second:
        late = Timer(SECONDS, _stop, (first, second))
        late.start()
        try:
            sound = _sound(first, second, text)
        finally:
            late.cancel()
            _stop(first, second)
    if first.returncode or second.returncode or not sound or len(sound) > MOST_SOUND:
        raise VoiceAway(speaking[4])
    return sound


def _started(command: list[str], stdin: int | IO[bytes] | None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": _PATH, "LC_ALL": "C.UTF-8"},
        cwd="/",
    )


def _sound(first: "subprocess.Popen[bytes]", second: "subprocess.Popen[bytes]", text: bytes) -> bytes:
    """All that is said, or a little more than is allowed. The sentence is shorter than a pipe holds."""
    if first.stdin is None or first.stdout is None or second.stdout is None:
        raise VoiceAway("pipe")
    first.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        first.stdin.write(text)
        first.stdin.close()
    sound = second.stdout.read(MOST_SOUND + 1)
    if len(sound) <= MOST_SOUND:
        with contextlib.suppress(subprocess.TimeoutExpired):
            second.wait(SECONDS)
            first.wait(SECONDS)
    return sound


def _stop(*programs: "subprocess.Popen[bytes]") -> None:
    for program in programs:
        if program.poll() is None:
            program.kill()


@cache
def speaker() -> Speaker | None:
    """Who speaks in this installation, or None when a program that it takes is not there."""
    plugged = tuple(shlex.split(settings.VOICE_PROGRAM))
    needed = {"prlimit", "opusenc", "espeak-ng", *plugged[:1]}
    if not all(shutil.which(program, path=_PATH) for program in needed):
        return None
    return Programs(plugged=plugged, memory=settings.VOICE_MEMORY << 20)


def _forget(*, setting: str = "", **_other: object) -> None:
    if setting.startswith("VOICE_"):
        speaker.cache_clear()


setting_changed.connect(_forget, dispatch_uid="speech.clients")
