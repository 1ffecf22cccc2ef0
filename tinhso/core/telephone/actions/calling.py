"""A call, step by step: the gateway tells which keys were pressed, the script says what is heard next.

What happens with the keys of a state is found by the name in its `then` (`tables/script.json`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tinhso.core.cases.actions.slips import NotFound, TryLater
from tinhso.core.telephone.actions.lines import spell
from tinhso.core.telephone.actions.matters import case_of, find, likeliest, rate, standing
from tinhso.core.telephone.actions.returning import want_call
from tinhso.core.telephone.domain.limits import A_CALL, CALLS_AN_HOUR, TRIES
from tinhso.core.telephone.domain.script import script
from tinhso.core.telephone.domain.understanding import FACES, Reading, read_code
from tinhso.core.telephone.events import CallBegan, CallEnded
from tinhso.core.telephone.models import Call
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal

BY = Actor(channel=Channel.PHONE)
AGAIN, PERSON = "9", "0"


class OutOfStep(Refusal):
    """Neither the step that comes next nor the one before: the gateway lost count, or the call is over."""

    sentence = _("This call is at another step, or has ended.")


class TooManyCalls(Refusal):
    sentence = _("This number called very often in this hour. Call again in an hour.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a gateway tells: its number of the call, how many answers it had from us, from where, which keys."""

    call: str
    step: int
    phone: str = ""
    keys: str = ""
    language: str = "vi"


@transaction.atomic
def step_call(pressed: Pressed, *, at: datetime) -> Call:
    """Go on with a call, or begin one with step 0. The same step told again changes nothing.

    Raises OutOfStep, TooManyCalls.
    """
    call = Call.objects.select_for_update().filter(number=pressed.call).first()
    if call is None:
        return _begin(pressed, at)
    if pressed.step == call.step - 1:
        return call
    if pressed.step != call.step or not call.lasts(at - A_CALL):
        raise OutOfStep

    state, values = _DOES[script().calls[call.state].then](call, pressed.keys, at)
    _say(call, state, values, at)
    call.save()
    if call.ended_at:
        record(CallEnded(came_to=Code(call.state)), about=call, by=BY, at=at)
    return call


def hear_call(row: UUID, step: int, *, at: datetime) -> Call | None:
    """The call whose words of this step may still be heard."""
    return Call.objects.filter(uuid=row, step=step, began_at__gt=at - A_CALL).first()


Values = Mapping[str, object]
Next = tuple[str, Values]


def _begin(pressed: Pressed, at: datetime) -> Call:
    if pressed.step:
        raise OutOfStep
    call = Call(number=pressed.call, language=pressed.language, began_at=at)
    call.keep(pressed.phone)
    if call.print and _calls_of(call.print, at) >= CALLS_AN_HOUR:
        raise TooManyCalls
    _say(call, "welcome", {}, at)
    call.save()

    record(CallBegan(), about=call, by=BY, at=at)
    return call


def _calls_of(print_: str, at: datetime) -> int:
    return Call.objects.filter(print=print_, began_at__gt=at - timedelta(hours=1)).count()


def _say(call: Call, state: str, values: Values, at: datetime) -> None:
    call.said = script().prompt(state, call.page_language, hotline=settings.HOTLINE, **values)
    call.state, call.step = state, call.step + 1
    if not script().calls[state].keys:
        call.ended_at, call.sealed, call.code = at, None, ""


def _take_code(call: Call, keys: str, at: datetime) -> Next:
    if keys == PERSON:
        return _call_back(call, at)
    readings = read_code(keys, spell)
    if not readings:
        return _once_more(call, "no_code" if keys else call.state)
    reading = likeliest(readings)
    call.code = reading.code
    return _find(call, reading.secret, at) if reading.secret else ("secret", {})


def _take_secret(call: Call, keys: str, at: datetime) -> Next:
    return _find(call, keys, at) if keys else _once_more(call, call.state)


def _find(call: Call, secret: str, at: datetime) -> Next:
    try:
        case = find(Reading(call.code, secret), phone="", print_=call.print, at=at)
    except TryLater:
        return "later", {}
    except NotFound:
        return _once_more(call, "wrong")
    call.case, call.tries = case.uuid, 0
    return _tell(call, at)


def _tell(call: Call, at: datetime) -> Next:
    case = case_of(call.case)
    if case is None:
        return "wrong", {}
    told = standing(case, call.page_language, at=at)
    return "told_and_rate" if told.may_rate else "told", {"told": " ".join(told.sentences)}


def _after_told(call: Call, keys: str, at: datetime) -> Next:
    if keys == PERSON:
        return _call_back(call, at)
    if keys in FACES and call.state == "told_and_rate":
        return _rate(call, int(keys), at)
    if keys == AGAIN:
        return _tell(call, at)
    call.tries += 1
    return _tell(call, at) if call.tries < TRIES else ("goodbye", {})


def _rate(call: Call, faces: int, at: datetime) -> Next:
    case = case_of(call.case)
    try:
        if case is None:
            raise NotFound
        return "again" if rate(case, faces, at=at) else "rated", {"faces": faces}
    except Refusal as refusal:
        with override(call.page_language):
            return "refused", {"told": str(refusal.told)}


def _call_back(call: Call, at: datetime) -> Next:
    return "call_back" if want_call(call, at=at) else "no_number", {}


def _once_more(call: Call, state: str) -> Next:
    call.tries += 1
    return (state, {}) if call.tries < TRIES else ("goodbye", {})


_DOES: Mapping[str, Callable[[Call, str, datetime], Next]] = {
    "take_code": _take_code,
    "take_secret": _take_secret,
    "after_told": _after_told,
}
