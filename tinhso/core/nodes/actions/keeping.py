"""At a node: who keeps it in the commune house, and what they do with what came back."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.crypto import constant_time_compare

from tinhso.core.nodes.actions.keys import folder
from tinhso.core.nodes.domain.chain import next_hash
from tinhso.core.nodes.domain.items import State
from tinhso.core.nodes.events import ReturnedSettled
from tinhso.core.nodes.models import Home, Taken
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.secrets import kept_secret

_DIGITS = 8
"""Random bytes of the code: 64 bits need no limit of tries."""


def keeper_code() -> str:
    """The code of this machine, in groups of four; whoever has it keeps the node."""
    code = kept_secret(folder() / "keeper", size=_DIGITS)
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def is_keeper_code(typed: str) -> bool:
    """Whether this is the code, with or without its dashes."""
    return constant_time_compare(_plain(typed), _plain(keeper_code()))


def keeper_mark() -> str:
    """What stands in the session of who typed the code; another code makes it void."""
    return sha256(keeper_code().encode()).hexdigest()


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed.lower() if sign.isalnum())


@transaction.atomic
def send_again(taken: Taken, *, at: datetime) -> Taken:
    """Put what came back at the end of the chain once more: the province, or its rules, may have been mended."""
    Home.objects.select_for_update().get()
    taken = Taken.objects.select_for_update().get(pk=taken.pk)
    if taken.put_away or taken.state not in (State.REFUSED, State.PARKED):
        return taken
    last = Taken.objects.last_link()
    put_away(taken, at=at)
    return Taken.objects.create(
        sequence=last.sequence + 1, device=taken.device, uuid=taken.uuid, hash=next_hash(last.hash, taken.item),
        digest=taken.digest, item=taken.item, ref=taken.ref, seed=taken.seed, receipt=taken.receipt,
        taken_at=taken.taken_at, state=State.WAITING,
    )  # fmt: skip


@transaction.atomic
def put_away(taken: Taken, *, at: datetime) -> None:
    """Somebody has seen to it: what it said is destroyed here, that it was is kept."""
    row = Taken.objects.select_for_update().get(pk=taken.pk)
    row.put_away, row.state, row.item = True, State.REFUSED, ""
    row.save(update_fields=["put_away", "state", "item"])
    record(ReturnedSettled(sequence=row.sequence), about=row, by=Actor.system(), at=at)
