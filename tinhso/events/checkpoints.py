"""Checkpoints: every hour the signer is asked to sign the tree. What it signed is public and on every receipt."""

from datetime import datetime
from itertools import zip_longest

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.events.clients import AT_ONCE, Signed, Signer, SignerRefusedError, SignerSilentError
from tinhso.events.clock import prune_runs
from tinhso.events.definitions import Code
from tinhso.events.events import EpochOpened
from tinhso.events.jobs import daily, every
from tinhso.events.log import record
from tinhso.events.models import Checkpoint, Entry, Epoch, Leaf, Outbox
from tinhso.events.notes import read
from tinhso.events.sealing import new_origin, number, rows_of, take_turn
from tinhso.events.tiles import Tree
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

_TROUBLES = {"smaller": Epoch.Trouble.SMALLER, "inconsistent": Epoch.Trouble.INCONSISTENT}


class NothingLost(Refusal):
    """The log still holds all that was signed; a new epoch would only hide something."""

    sentence = _("The log holds everything the signer has signed. There is nothing to begin anew.")


@every(hours=1)
def sign_hourly(at: datetime) -> None:
    """The hourly checkpoint. A failure is tried again soon, and stays visible until it succeeds."""
    make_checkpoint(at=at)


@daily(hour=3)
def tidy(at: datetime) -> None:
    """Forget runs of jobs that are long done."""
    prune_runs(at=at)


def make_checkpoint(*, at: datetime, signer: Signer | None = None) -> Checkpoint | None:
    """Have the present tree signed and keep the note. None when there is nothing to sign.

    Raises SignerSilentError, SignerRefusedError; the epoch remembers which.
    """
    epoch = Epoch.objects.order_by("number").last()
    if epoch is None or not epoch.size:
        return None
    try:
        return _signed(epoch, signer or Signer(), at)
    except SignerSilentError:
        _remember(epoch, Epoch.Trouble.SILENT, at)
        raise
    except SignerRefusedError as refused:
        _remember(epoch, _TROUBLES.get(refused.why, Epoch.Trouble.REFUSED), at)
        raise


def compare_with_signer(*, at: datetime, signer: Signer | None = None) -> str:
    """Whether the tree still holds what was signed: empty, or the trouble. Done at every start of a worker (P26)."""
    epoch = Epoch.objects.order_by("number").last()
    if epoch is None:
        return ""
    try:
        trouble = _compared(epoch, (signer or Signer()).state(epoch.origin))
    except SignerSilentError:
        trouble = Epoch.Trouble.SILENT
    except SignerRefusedError:
        trouble = Epoch.Trouble.REFUSED
    _remember(epoch, trouble, at)
    return trouble


def latest_checkpoint() -> Checkpoint | None:
    """The last signed checkpoint: its `note` is printed on every receipt. None before the first hour."""
    return Checkpoint.objects.order_by("-epoch_id", "-size").first()


def seal_of(entry: int) -> tuple[int, Checkpoint | None] | None:
    """An entry's number in the log and the smallest checkpoint that covers it; None while it is not sealed."""
    leaf = Leaf.objects.filter(entry=entry).first()
    if leaf is None:
        return None
    epoch = epoch_of(leaf.seq)
    covering = Checkpoint.objects.filter(epoch=epoch, size__gt=leaf.seq - epoch.first).order_by("size")
    return leaf.seq, covering.first()


def epoch_of(seq: int) -> Epoch:
    """The epoch that an entry's number belongs to. Raises Epoch.DoesNotExist before the first."""
    return Epoch.objects.filter(first__lte=seq).latest("number")


@transaction.atomic
def open_epoch(*, by: Actor, at: datetime, signer: Signer | None = None) -> Epoch:
    """After a restore that lost sealed entries: begin a new tree that says what is missing (trust rule 5.8).

    Entries sealed since the restore on a branch that nobody signed get new numbers in the new epoch.
    Raises NothingLost, SignerSilentError, SignerRefusedError.
    """
    take_turn(wait=True)
    asked = signer or Signer()
    old = Epoch.objects.select_for_update().latest("number")
    signed = asked.state(old.origin)
    if not _compared(old, signed):
        raise NothingLost

    surviving = _surviving(old, asked)
    _cut(old, surviving)
    new = Epoch.objects.create(
        number=old.number + 1,
        origin=new_origin(old.number + 1),
        first=old.first + max(signed.size, surviving),
        opened_at=at,
        cites_size=signed.size,
        cites_root=signed.root,
        cites_surviving=surviving,
    )

    opened = EpochOpened(signed_size=signed.size, signed_root=Code(signed.root.hex()), surviving=surviving)
    record(opened, about=new, by=by, at=at)
    number(rows_of(Entry.objects.about(new._meta.label_lower, str(new.pk))), epoch=new, at=at)
    return new


def _signed(epoch: Epoch, signer: Signer, at: datetime) -> Checkpoint:
    """Bring the signer up to the tree's size, in steps it accepts, keeping every note."""
    tree = Tree(epoch)
    state = signer.state(epoch.origin)
    if trouble := _compared(epoch, state):
        raise SignerRefusedError(trouble)
    checkpoint = _keep(epoch, state.note) if state.note else None
    done = state.size
    while done < tree.size:
        size = min(done + AT_ONCE, tree.size)
        note = signer.sign(
            origin=epoch.origin,
            size=size,
            root=tree.root(size),
            proof=tree.consistency(done, size),
            leaves=b"".join(tree.leaves(done, size)),
        )
        checkpoint, done = _keep(epoch, note), size
    _remember(epoch, Epoch.Trouble.NONE, at)
    if checkpoint is None:
        raise SignerRefusedError("malformed")
    return checkpoint


def _keep(epoch: Epoch, text: str) -> Checkpoint:
    note, _ = read(text)
    kept, _ = Checkpoint.objects.get_or_create(
        epoch=epoch, size=note.size, defaults={"root": note.root, "signed_at": note.at, "note": text}
    )
    return kept


def _compared(epoch: Epoch, signed: Signed) -> Epoch.Trouble:
    if signed.size > epoch.size:
        return Epoch.Trouble.SMALLER
    if signed.size and Tree(epoch).root(signed.size) != signed.root:
        return Epoch.Trouble.INCONSISTENT
    return Epoch.Trouble.NONE


def _remember(epoch: Epoch, trouble: Epoch.Trouble, at: datetime) -> None:
    Epoch.objects.filter(pk=epoch.pk).update(trouble=trouble, checked_at=at)


def _surviving(epoch: Epoch, signer: Signer) -> int:
    """How many leaves from the first on are the very ones that the signer keeps copies of."""
    kept, here = signer.leaves(epoch.origin), Tree(epoch).leaves(0, epoch.size)
    for index, (signed, found) in enumerate(zip_longest(kept, here)):
        if signed != found:
            return index
    return epoch.size


def _cut(epoch: Epoch, surviving: int) -> None:
    """Take the numbers from entries beyond what was signed; they go back to the sealer."""
    branch = Leaf.objects.filter(seq__gte=epoch.first + surviving)
    Outbox.objects.bulk_create(
        (Outbox(entry_id=entry) for entry in branch.values_list("entry", flat=True)), batch_size=1000
    )
    branch.delete()
    tree = Tree(epoch)
    tree.cut(surviving)
    epoch.size = surviving
    epoch.save(update_fields=["size"])
