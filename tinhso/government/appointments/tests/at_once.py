"""What a process of a crowd does at an office: `main(*words)` of `tests.forks`.

next <counter> <account> <done or -> | book <office> <hour> | take <office> | remove <counter>; the last word is the
moment. It says what came of it.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tinhso.government.appointments.actions.booking import Wanted, book_appointment
from tinhso.government.appointments.actions.calling import call_next
from tinhso.government.appointments.actions.offices import remove_counter
from tinhso.government.appointments.actions.taking import Taken, take_number
from tinhso.government.appointments.domain.words import How, Way
from tinhso.government.appointments.models import Counter, Matter, Office
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


def main(what: str, key: str, *words: str) -> None:
    *more, moment = words
    _say("ready")
    sys.stdin.readline()
    try:
        _say(DOES[what](key, *more, at=datetime.fromisoformat(moment)))
    except Refusal as refused:
        _say(refused.code)


def _next(counter: str, account: str, done: str, *, at: datetime) -> str:
    by, finished = Actor(account=int(account)), UUID(done) if done != "-" else None
    called = call_next(Counter.objects.get(uuid=counter), done=finished, by=by, at=at)
    return str(called.number) if called else "nobody"


def _book(office: str, hour: str, *, at: datetime) -> str:
    wanted = Wanted(office=_office(office), matter=_matter(), starts=datetime.fromisoformat(hour), way=Way.PAGE)
    return str(book_appointment(wanted, by=Actor(), at=at).seat)


def _take(office: str, *, at: datetime) -> str:
    return str(take_number(Taken(office=_office(office), matter=_matter(), how=How.KIOSK), by=Actor(), at=at).number)


def _remove(counter: str, *, at: datetime) -> str:
    remove_counter(Counter.objects.get(uuid=counter), by=Actor.system(), at=at)
    return "removed"


DOES: dict[str, Callable[..., str]] = {"next": _next, "book": _book, "take": _take, "remove": _remove}


def _office(uuid: str) -> Office:
    return Office.objects.select_related("organisation__place").get(uuid=uuid)


def _matter() -> Matter:
    return Matter.objects.get(code="file")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
