"""What a step of a call says, as sounds: people's recordings first, else the voice of the house."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from tinhso.core.people.domain.tables import languages
from tinhso.core.speech.actions import own_sound
from tinhso.core.speech.actions.planning import Part, Piece, plan
from tinhso.core.speech.clients import speaker
from tinhso.core.speech.domain.voices import Voice, voice_for
from tinhso.core.telephone.models import Call
from tinhso.kit.aloud import stamp


def pieces_of(call: Call) -> list[Piece]:
    """The words of a step in order, each with the address of its sound; without a voice the words alone."""
    base, there = settings.ADDRESS.rstrip("/"), speaker() is not None
    return [
        Piece(0, one.words, src=base + (one.src or _address(call, number)) if there or one.src else "")
        for number, one in enumerate(_pieces(call))
    ]


def sound_of(call: Call, number: int, *, at: datetime) -> bytes | None:
    """The sound of one piece that is said to this call alone; None when there is none. Raises Silent, Busy, TooMuch."""
    pieces = _pieces(call)
    if number not in range(len(pieces)) or pieces[number].src:
        return None
    return own_sound(
        pieces[number].words, _voice(call), who=f"call {call.uuid}", most=settings.VOICE_LETTERS_OF_PERSON, at=at
    )


def _pieces(call: Call) -> list[Piece]:
    """People record Vietnamese words in their languages; English and Indonesian are read by their own voice."""
    voice, recorded = _voice(call), call.language if call.language in languages() else "vi"
    return plan([Part(call.said, stamp(call.said))], voice, recorded if voice.language == "vi" else "").pieces


def _voice(call: Call) -> Voice:
    return voice_for(call.page_language, settings.VOICE_REGION)


def _address(call: Call, number: int) -> str:
    return reverse("api:call_sound", args=[call.uuid, call.step, number])
