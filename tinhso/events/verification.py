"""Verifying the log where it lives: the stand-alone verifier over the database, beside what the signer remembers."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinhso.events.clients import Signer
from tinhso.events.export import lines, notes
from tinhso.events.models import Entry, Epoch
from tinhso.events.verifier.verify_log import Fault, verify


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, when nothing was wrong: numbers of entries, checkpoints, and entries not yet signed."""

    entries: int
    checkpoints: int
    unsigned: int


def verify_database(*, signer: Signer | None, key: bytes | None = None, saved: str = "") -> Verified:
    """Verify the whole log against the checkpoints kept here, by the signer, and `saved` elsewhere.

    signer   None when it cannot be asked; then `key` must be given
    Raises Fault (the first one), SignerSilentError, SignerRefusedError.
    """
    epochs = list(Epoch.objects.order_by("number"))
    text, leaves = f"{notes()}{saved}\n", dict[str, Iterator[bytes]]()
    if signer:
        key = signer.public_key()
        text += "".join(signer.notes(epoch.origin) for epoch in epochs)
        leaves = {epoch.origin: signer.leaves(epoch.origin) for epoch in epochs}
    if key is None:
        raise ValueError("the signer's public key is needed")
    verified = Verified(*verify(lines(), text, key, leaves))
    _nothing_beside_the_sealer()
    return verified


def _nothing_beside_the_sealer() -> None:
    """An entry that is neither numbered nor waiting was put in by hand."""
    strange = Entry.objects.filter(leaf=None, outbox=None).order_by("id").first()
    if strange is not None:
        raise Fault("added", None, f"the row {strange.pk} was added to the log by hand, past the sealer")
