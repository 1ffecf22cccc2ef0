"""Whether kept scans can be read, told while the paper can still be taken again. A doubt, never a last word."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import PICTURES, Kind
from tinhso.core.files.models import File, State, store
from tinhso.government.procedures.actions.checking import Lack
from tinhso.government.procedures.domain.scans import Fault, faults_of, said
from tinhso.kit.refusals import Refusal


class HardToRead(Refusal):
    """Scans that cannot be read; `lacks` says of each what is wrong. Who has looked at them may hand them in so."""

    sentence = _("This cannot be read well. Take it again, or say below that it cannot be done better.")
    field = "file"

    def __init__(self, lacks: Collection[Lack]) -> None:
        super().__init__()
        self.lacks = tuple(lacks)


def doubts_about(files: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Of these kept files those that are hard to read, and why, in the reader's language."""
    looked_at = File.objects.filter(uuid__in=list(files), blob__kind__in=[*PICTURES, Kind.PDF], blob__state=State.CLEAN)
    faults = {uuid: _faults(sha256) for uuid, sha256 in looked_at.values_list("uuid", "blob__sha256")}
    return {uuid: said(found) for uuid, found in faults.items() if found}


def refuse_unreadable(scans: Mapping[str, UUID]) -> None:
    """Ask for scans that can be read: kept files by the paper's line. Raises HardToRead."""
    doubts = doubts_about(scans.values())
    lacks = [Lack(key, " ".join(doubts[file]), is_paper=True) for key, file in scans.items() if file in doubts]
    if lacks:
        raise HardToRead(lacks)


@lru_cache(maxsize=2_000)
def _faults(sha256: str) -> tuple[Fault, ...]:
    """Of the content with this hash, so it never changes; a page that shows it again does not look again."""
    try:
        return faults_of(store().path(sha256).read_bytes())
    except FileNotFoundError:
        return ()
