"""A voice speaks: real programs, their limits, another program in their place, and none at all."""

import stat
from pathlib import Path

import pytest

from tinhso.core.speech.clients import VoiceAway, programs, speaker
from tinhso.core.speech.domain.voices import VOICES, voice_for
from tinhso.core.speech.tests.ground import programs as needed
from tinhso.core.speech.tests.ground import seconds_of

TEXT = "Xã đã nhận. Lệ phí 8.000 đ."


@pytest.fixture
def plug(tmp_path, monkeypatch):
    """Puts a program of a few lines of shell in the place of the voice."""
    needed()

    def plugged(lines: str) -> programs.Programs:
        program = tmp_path / "voice"
        program.write_text(f"#!/bin/sh\n{lines}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return programs.Programs(plugged=(str(program),), memory=512 << 20)

    return plugged


@pytest.mark.parametrize("voice", VOICES.values(), ids=lambda voice: voice.code)
def test_every_voice_speaks_opus(voice):
    needed()
    sound = speaker().speak(voice.words(TEXT), voice)
    assert sound.startswith(b"OggS")
    assert b"OpusHead" in sound[:64]
    assert 1 < seconds_of(sound) < 20
    assert len(sound) < 3_000 * seconds_of(sound)


def test_a_page_without_the_wished_voice_gets_another_of_its_language():
    assert voice_for("vi", "vi-south").code == "vi-south"
    assert voice_for("en", "vi-south").code == "en"
    assert voice_for("xx").code == "vi"


def test_what_foreign_pages_say_is_made_plain():
    assert (
        VOICES["en"].words("Fee 8,000 đ until 26/11, code H52.12")
        == "Fee 8,000 dong until 26 November, code H 5 2, 1 2"
    )
    assert VOICES["id"].words("Biaya 8.000 đ, 26/11/2026") == "Biaya 8000 dong, 26 November 2026"


def test_another_program_is_plugged_in_and_gets_words_by_a_pipe(plug, tmp_path):
    heard = tmp_path / "heard"
    talking = plug(f"cat > {heard}; echo một | espeak-ng -v vi --stdin --stdout; env > {heard}.env")
    assert talking.speak("tám nghìn đồng", VOICES["vi"]).startswith(b"OggS")
    assert heard.read_text() == "tám nghìn đồng\n"
    assert "SECRET" not in (tmp_path / "heard.env").read_text().upper()


@pytest.mark.parametrize(
    "lines",
    [
        "exit 1",
        "cat > /dev/null",
        "echo một | espeak-ng -v vi --stdin --stdout; cat /dev/zero",
        "cat /dev/urandom",
        "sleep 60",
        "echo một | espeak-ng -v vi --stdin --stdout; exec >&-; sleep 60",
    ],
    ids=["dies", "says nothing", "never ends", "says noise", "hangs", "never leaves"],
)
def test_a_broken_program_never_breaks_us(plug, monkeypatch, tmp_path, lines):
    monkeypatch.setattr(programs, "SECONDS", 1.0)
    monkeypatch.setattr(programs, "CPU_SECONDS", 1)
    with pytest.raises(VoiceAway):
        plug(lines).speak("một", VOICES["vi"])
    assert not [line for path in Path("/proc").glob("[0-9]*/cmdline") if str(tmp_path) in (line := _read(path))]


def _read(path: Path) -> str:
    """The command line of a process; empty when it ended meanwhile."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_without_programs_nobody_speaks(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "_PATH", str(tmp_path))
    speaker.cache_clear()
    assert speaker() is None
    speaker.cache_clear()
    with pytest.raises(VoiceAway):
        programs.Programs().speak("một", VOICES["vi"])
