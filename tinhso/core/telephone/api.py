"""The doors of the gateways: text messages that come in, and calls step by step.

Both are signed like reports of messages: `X-Timestamp` in seconds, `X-Signature` the HMAC-SHA256 in hex over
`timestamp.rawbody`, five minutes at most; what comes twice does nothing twice.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field, ValidationError

from tinhso.core.notices.actions.reporting import Forged, check_signature
from tinhso.core.notices.clients.dialects import sms_dialect
from tinhso.core.people.domain.phones import PhoneUnreadable, read_phone
from tinhso.core.speech.actions import Busy, Silent, TooMuch
from tinhso.core.telephone.actions import Incoming, Pressed, hear_call, step_call, take_text
from tinhso.core.telephone.actions.hearing import pieces_of, sound_of
from tinhso.core.telephone.domain.script import script
from tinhso.core.telephone.models import Call
from tinhso.kit.doors import Request, open_to_all, open_to_signatures

router = Router(tags=["telephone"])
NO_NUL = r"^[^\x00]*$"


class PressedIn(Schema):
    """One step of a call. `step` counts the answers that the gateway had; `keys` are empty when none was pressed."""

    call: Annotated[str, Field(min_length=1, max_length=80, pattern=NO_NUL)]
    step: Annotated[int, Field(ge=0, le=200)] = 0
    phone: Annotated[str, Field(max_length=40, pattern=NO_NUL, alias="from")] = ""
    keys: Annotated[str, Field(max_length=30, pattern=r"^[0-9]*$")] = ""
    language: Annotated[str, Field(pattern=r"^[a-z-]{2,12}$")] = "vi"


class PieceOut(Schema):
    """What is said, and the address of its sound; empty: the gateway's own voice reads the words."""

    words: str
    audio: str


class StepOut(Schema):
    """What is heard next, how many keys are waited for at most (closed by #), whether the call ends after it."""

    step: int
    state: str
    say: list[PieceOut]
    keys: int
    ends: bool


@router.post("/texts", url_name="text_in")
@open_to_signatures
def text_in(request: Request) -> dict[str, bool]:
    """A text message that somebody wrote: its number, from where, the words, as the gateway's dialect names them."""
    told, words = _signed(request, settings.SMS_REPORT_KEYS), sms_dialect(settings.SMS_DIALECT)
    try:
        number, phone, text = (str(told[name]) for name in (words.came_number, words.came_from, words.came_text))
        incoming = Incoming(number[:80].replace("\x00", ""), read_phone(phone), text)
    except (KeyError, PhoneUnreadable) as wrong:
        raise Http404 from wrong
    return {"new": take_text(incoming, at=request.at)}


@router.post("/calls", response=StepOut, url_name="call_step")
@open_to_signatures
def call_step(request: Request) -> StepOut:
    """One step of a call: which keys were pressed in, what is said next out. 409 when the gateway lost count."""
    try:
        told = PressedIn.model_validate(_signed(request, settings.VOICE_GATEWAY_KEYS))
    except ValidationError as wrong:
        raise Http404 from wrong
    pressed = Pressed(call=told.call, step=told.step, phone=_phone(told.phone), keys=told.keys, language=told.language)
    return _step(step_call(pressed, at=request.at))


@router.get("/calls/{uuid}/{step}/{piece}", url_name="call_sound")
@open_to_all
def call_sound(request: Request, uuid: UUID, step: int, piece: int) -> HttpResponse:
    """The sound of one piece of a step, for who was told its address: while the call lasts, kept by no cache."""
    call = hear_call(uuid, step, at=request.at) if step in range(200) else None
    if call is None:
        raise Http404
    try:
        sound = sound_of(call, piece, at=request.at)
    except (Silent, Busy, TooMuch) as refusal:
        return JsonResponse({"detail": str(refusal.told)}, status=503, headers={"Cache-Control": "no-store"})
    if sound is None:
        raise Http404
    headers = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(sound, content_type="audio/ogg", headers=headers)


def _step(call: Call) -> StepOut:
    keys = script().calls[call.state].keys
    said = [PieceOut(words=one.words, audio=one.src) for one in pieces_of(call)]
    return StepOut(step=call.step, state=call.state, say=said, keys=keys, ends=not keys)


def _signed(request: Request, keys: Sequence[str]) -> dict[str, Any]:
    """The JSON object of a body that one of our gateways signed; nothing is read before that is known."""
    raw, stamp = request.body, request.headers.get("X-Timestamp", "")
    try:
        check_signature(raw, stamp=stamp, signature=request.headers.get("X-Signature", ""), keys=keys, at=request.at)
        told = json.loads(raw)
    except Forged as forged:
        raise PermissionDenied("signature") from forged
    except ValueError as wrong:
        raise Http404 from wrong
    if not isinstance(told, dict):
        raise Http404
    return told


def _phone(told: str) -> str:
    """The number of a telephone, when the gateway tells one that can be called."""
    try:
        return read_phone(told) if told else ""
    except PhoneUnreadable:
        return ""
