"""The signed result of a dossier, and what was found in one that came signed from elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.core.files.actions.checking import check_file
from tinhso.core.files.models import File, Signed, store
from tinhso.core.files.views.words import FACES, told
from tinhso.government.procedures.actions.signing import is_signed, result_of
from tinhso.government.procedures.models import Dossier
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True)
class Found:
    """What checking a paper that came signed has found."""

    title: Text
    tone: str
    icon: str
    lines: list[Text]


def found_in(dossier: Dossier, *, at: datetime) -> Found | None:
    """What was found in a result that was signed elsewhere; None for one that we signed, or that nobody signed."""
    if dossier.result is None or result_of(dossier) is not None or not is_signed(dossier):
        return None
    file = File.objects.select_related("blob").filter(uuid=dossier.result).first()
    if file is None or file.blob is None:
        return None
    answer = check_file(store().path(file.blob.sha256), at=at)
    face = FACES[answer.verdict]
    names = [one.name for one in answer.report.signatures if one.name]
    return Found(face.title, face.tone, face.icon, [*names, *(line.sentence for line in told(answer))])


def released_result(dossier: Dossier) -> Signed | None:
    """The signed result that the citizen holds; nothing is asked before there is one."""
    return result_of(dossier) if dossier.result and dossier.released_at else None
