"""What the stories of this register need of the machine."""

import os
import shutil

import pytest


def programs() -> None:
    """The two programs that speak; without them the test is skipped loudly, under CI it fails."""
    missing = [
        package for name, package in (("espeak-ng", "espeak-ng"), ("opusenc", "opus-tools")) if not shutil.which(name)
    ]
    if missing:
        message = f"missing: apt-get install {' '.join(missing)}. Nothing was HEARD."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


def seconds_of(sound: bytes) -> float:
    """How long an Ogg Opus sound lasts: the position of its last page, at 48 kHz (RFC 7845)."""
    last = sound.rindex(b"OggS")
    return int.from_bytes(sound[last + 6 : last + 14], "little") / 48_000
