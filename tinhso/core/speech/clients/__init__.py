"""Programs that speak: espeak-ng of Debian, or another one that was plugged in; each a process of its own."""

from tinhso.core.speech.clients.programs import Speaker, VoiceAway, speaker

__all__ = ["Speaker", "VoiceAway", "speaker"]
