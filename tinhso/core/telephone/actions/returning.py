"""Who wants to talk with a person is put on the list of those to be called."""

from datetime import datetime, timedelta
from uuid import UUID

from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.people.models import Person
from tinhso.core.telephone.actions.matters import case_of
from tinhso.core.telephone.domain.script import SPOKEN, script
from tinhso.core.telephone.events import CallBackWanted
from tinhso.core.telephone.models import Call
from tinhso.events.log import record
from tinhso.kit.actors import Actor

KIND = "telephone.call_back"
WITHIN = timedelta(days=3)


def want_call(call: Call, *, at: datetime) -> bool:
    """Put who asked for the matter of a call, else whose telephone it is, on the list of calls of their commune.

    False when nobody known can be called. Told to the one whose matter it is, never to a number that was keyed in.
    """
    case = case_of(call.case)
    person = (case.applicant_id if case else None) or _who_has(call.phone)
    if person is None:
        return False
    matter = script().text("matter", SPOKEN, code=case.ref) if case else script().text("some_matter", SPOKEN)
    told = tell(
        KIND, [person], values={"matter": matter}, cause=f"call-{call.uuid}", way=Channel.VOICE,
        until=at + WITHIN, at=at,
    )  # fmt: skip
    if told:
        record(CallBackWanted(), about=call, by=Actor.system(), at=at, place=case.place_id if case else None)
    return bool(told)


def _who_has(phone: str) -> UUID | None:
    """The one person whose telephone it is; nobody when several share it."""
    found = list(Person.objects.living().filter(phone=phone).values_list("uuid", flat=True)[:2]) if phone else []
    return found[0] if len(found) == 1 else None
