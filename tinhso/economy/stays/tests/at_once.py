"""What a process of a crowd does: `main(room, arrives, leaves, moment)` holds the bed and says what came of it."""

import sys
from datetime import date, datetime

from tinhso.economy.stays.actions.booking import Wanted, hold_stay
from tinhso.economy.stays.models import Room
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


def main(room: str, arrives: str, leaves: str, moment: str) -> None:
    _say("ready")
    sys.stdin.readline()
    wanted = Wanted(
        room=Room.objects.get(uuid=room), arrives=date.fromisoformat(arrives), leaves=date.fromisoformat(leaves),
        beds=1, people=1, name="Hà", phone="",
    )  # fmt: skip
    try:
        hold_stay(wanted, by=Actor(), at=datetime.fromisoformat(moment))
        _say("held")
    except Refusal as refused:
        _say(refused.code)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
