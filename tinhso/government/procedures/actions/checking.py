"""What is still lacking before something can be filed, said all at once and in words that tell what to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tinhso.core.cases.domain.questions import answers_that_count, refused, unanswered
from tinhso.core.files.models import File, State
from tinhso.core.people.models import Person
from tinhso.government.procedures.domain.needs import missing, unknown
from tinhso.government.procedures.domain.steps import Brought, Door
from tinhso.government.procedures.models import Kept, ProcedureVersion
from tinhso.government.procedures.models.asking import day_facts, form_of
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to put right: the key of the question or of the paper, and what to do."""

    key: str
    sentence: str
    is_paper: bool = False


class NotComplete(Refusal):
    """Something is lacking; `lacks` names all of it."""

    sentence = gettext_lazy("Something is still missing. See what it is, then send it again.")

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__(" ".join(dict.fromkeys(lack.sentence for lack in lacks)))
        self.lacks = tuple(lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One paper as it is handed in for a line of the list.

    file   uuid of a kept file, when it is digital; kept   the row of the citizen's store that it is reused from
    seen   an officer has held the original
    """

    listed: str
    brought: Brought
    file: UUID | None = None
    kept: UUID | None = None
    seen: bool = False
    name: str = ""


def answers_to_file(
    version: ProcedureVersion, door: Door, answers: Mapping[str, Any], *, at: datetime
) -> Mapping[str, Any]:
    """Only answers to questions that are asked: what one typed before changing one's mind is not the office's to keep.

    The national portal asks by its own forms; what it took in is kept as it came.
    """
    return answers if door is Door.NATIONAL else answers_that_count(form_of(version), answers, day_facts(at))


def lacks_of(
    version: ProcedureVersion, door: Door, answers: Mapping[str, Any], brought: Collection[str], *, at: datetime
) -> list[Lack]:
    """Questions without an answer or with one that cannot be, and papers that did not come or belong to no list.

    What the national portal took in by its own forms is not asked again.
    """
    if door is Door.NATIONAL:
        return []
    law, language = law_of(version), get_language() or "vi"
    questions = [
        Lack(field.key, _("Please answer: %(question)s.") % {"question": field.label.said(language).rstrip(" .?")})
        for field in unanswered(form_of(version), answers, day_facts(at))
    ]
    contradictions = [
        Lack(field.key, field.refusal.said(language) if field.refusal else "")
        for field in refused(form_of(version), answers, day_facts(at))
    ]
    papers = [
        Lack(paper.key, _("Still missing: %(paper)s.") % {"paper": paper.name}, True)
        for paper in missing(law, door, brought)
    ]
    stranger = _("A paper was handed in that this procedure does not know.")
    strange = [Lack(key, stranger, True) for key in unknown(law, brought)]
    return questions + contradictions + papers + strange


def bad_files(papers: Sequence[Handed], person: Person, *, by: Actor) -> list[Lack]:
    """Files that are not there, are someone else's, are still being checked, or papers of another person's store."""
    files, own, found = _files(papers), _own_store(papers, person), []
    for paper in papers:
        if paper.kept and paper.kept not in own:
            found.append(Lack(paper.listed, _("This paper is not in the store of the one who applies."), True))
        elif paper.file and paper.kept is None and (sentence := _fault(files.get(paper.file), person, by)):
            found.append(Lack(paper.listed, sentence, True))
    return found


def _files(papers: Sequence[Handed]) -> dict[UUID, File]:
    wanted = [paper.file for paper in papers if paper.file]
    if not wanted:
        return {}
    return {file.uuid: file for file in File.objects.select_related("blob").filter(uuid__in=wanted)}


def _own_store(papers: Sequence[Handed], person: Person) -> set[UUID]:
    """Which of the papers that shall be reused lie in the person's own store."""
    wanted = [paper.kept for paper in papers if paper.kept]
    if not wanted:
        return set()
    return set(Kept.objects.of_person(person.uuid).filter(uuid__in=wanted).values_list("uuid", flat=True))


def _fault(file: File | None, person: Person, by: Actor) -> str:
    theirs = file is not None and (
        by.channel is Channel.SYSTEM or file.person == person.uuid or file.kept_by == by.account
    )
    if file is None or file.blob is None or not theirs:
        return _("A file got lost on the way. Hand it in once more.")
    if file.blob.state == State.INFECTED:
        return _("The virus scanner found something harmful in a file. Hand in another one.")
    return ""
