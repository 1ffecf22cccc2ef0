"""Filling in: a draft is begun, kept with every answer, given papers, dropped or forgotten."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Mandate
from tinhso.core.cases.domain.facts import plain
from tinhso.core.files.actions import forget_file, keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.files.models import File
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.domain.asking import said_of_oneself, said_of_others
from tinhso.government.procedures.domain.catalogue import Level
from tinhso.government.procedures.domain.needs import same_papers
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.events import DraftBegun, DraftDropped
from tinhso.government.procedures.models import Draft, Kept, Paper, Procedure, ProcedureVersion
from tinhso.government.procedures.models.asking import facts_of, first_answers
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.drafts import DraftQuerySet
from tinhso.government.procedures.models.laws import law_of, numbers_asked
from tinhso.government.procedures.models.sealing import put_away, taken_out
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

SCOPE = "procedures"
FORGOTTEN_AFTER = timedelta(days=90)
MOST_PAPERS = 40


class NotFiledNow(Refusal):
    """The procedure has no version of today, or was suspended."""

    sentence = _("This paper cannot be applied for just now. Call us, we tell you when it can.")


class NoMandate(Refusal):
    """Someone acts for another without leave in this matter."""

    sentence = _("You have no leave of this person for papers any more. Ask them for it first.")


class FiledElsewhere(Refusal):
    """The province lets this be filed on line on the national portal only."""

    sentence = _("This one is filed on the national portal, or at any counter. Here you can follow it afterwards.")


class OnlyAtCounter(Refusal):
    """Nothing of this procedure can be done on line."""

    sentence = _("This one needs you at the counter: come with the papers named here.")


class SentAlready(Refusal):
    """The draft has become a dossier."""

    sentence = _("This one was sent already. You find it under My papers.")


class PaperUnknown(Refusal):
    """A paper that stands on no list of this procedure, or is not in this person's store."""

    sentence = _("This paper does not belong to this application. Open the list of papers again.")
    field = "paper"


class TooManyPapers(Refusal):
    sentence = _("There are very many papers here already. Bring the others to the counter.")
    field = "file"


def version_of(procedure: Procedure, *, at: datetime) -> ProcedureVersion:
    """The version of the law of a day by which one can file. Raises NotFiledNow."""
    usable = ProcedureVersion.objects.usable(timezone.localdate(at)).filter(procedure=procedure)
    found = usable.select_related("procedure").order_by("-number").first()
    if found is None:
        raise NotFiledNow
    return found


def for_themselves(person: Person, *, by: Actor, at: datetime) -> Mandate | None:
    """The leave by which the actor files for this person; None when it is their own matter.

    Raises NoMandate, or NotYours when they act for nobody of the kind.
    """
    if by.for_person is None:
        if by.person != person.uuid:
            raise NotYours
        return None
    mandate = Mandate.objects.allowing(by, SCOPE, at=at)
    if mandate is None or mandate.person_id != person.uuid:
        raise NoMandate
    return mandate


@transaction.atomic
def begin_draft(procedure: Procedure, *, person: Person, by: Actor, at: datetime) -> Draft:
    """Begin to fill in, with what the register knows; whoever has begun before goes on with that.

    Raises NotFiledNow, NoMandate or NotYours.
    """
    mandate = for_themselves(person, by=by, at=at)
    account = by.account
    if account is None:
        raise NotYours
    version = version_of(procedure, at=at)
    refuse_elsewhere(law_of(version).level)
    begun = Draft.objects.filter(account=by.account, person=person, procedure=procedure, dossier=None).first()
    if begun:
        return begun

    draft = Draft(
        account_id=account,
        person=person,
        procedure=procedure,
        version=version,
        door=Door.HELPER if mandate else Door.OWN,
        begun_at=at,
        changed_at=at,
    )
    known = first_answers(version, person)
    draft.known = sorted(known)
    _put_in(draft, known)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        return Draft.objects.get(account=by.account, person=person, procedure=procedure, dossier=None)

    record(DraftBegun(procedure=Code(procedure.code), door=Door(draft.door)), about=draft, by=by, at=at)
    return draft


@transaction.atomic
def keep_answers(draft: Draft, told: Mapping[str, Any], *, by: Actor, at: datetime) -> Draft:
    """Keep what was typed on one screen. Not news: the log hears of a dossier when it is filed. Raises SentAlready."""
    draft = mine(draft, by=by)
    _put_in(draft, _with_said_of_oneself(draft, {**answers_of(draft), **told}))
    draft.changed_at = at
    draft.save(update_fields=["answers", "sealed", "known", "changed_at"])
    return draft


@transaction.atomic
def follow_law(draft: Draft, *, at: datetime) -> bool:
    """Go over to the version of the law that applies now, keeping what was answered. Says whether it was another."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=draft.pk)
    current = version_of(draft.procedure, at=at)
    if draft.dossier_id is not None or current.pk == draft.version_id:
        return False
    draft.version, draft.changed_at = current, at
    draft.save(update_fields=["version", "changed_at"])
    return True


@transaction.atomic
def choose_way(
    draft: Draft, *, place: Place | None = None, hand_back: Release | None = None, by: Actor, at: datetime
) -> Draft:
    """Keep at which commune it is filed, and how the result shall come. Raises SentAlready."""
    draft = mine(draft, by=by)
    draft.place = place or draft.place
    draft.hand_back = hand_back or draft.hand_back
    draft.changed_at = at
    draft.save(update_fields=["place", "hand_back", "changed_at"])
    return draft


@transaction.atomic
def add_paper(draft: Draft, *, listed: str, upload: "UploadedFile", by: Actor, at: datetime) -> Paper:
    """Keep a scan or a photo for one line of the list; a newer one takes the place of the older. Whether it can be read
    the page says (`actions.reading`).

    Raises SentAlready, PaperUnknown, TooManyPapers or FileRefused.
    """
    draft = mine(draft, by=by)
    _line_of(draft, listed)
    if draft.papers.count() >= MOST_PAPERS:
        raise TooManyPapers

    file = keep_file(upload, rules=PAPERS, person=draft.person_id, by=by, at=at)
    _drop_papers(draft, listed, by=by, at=at)
    return Paper.objects.create(
        draft=draft,
        listed=listed,
        brought=Brought.SCAN,
        file=file.uuid,
        name=file.name[:200],
        brought_at=at,
        digitised_at=at,
    )


@transaction.atomic
def reuse_paper(draft: Draft, *, listed: str, kept: UUID, by: Actor, at: datetime) -> Paper:
    """Take a paper from the person's own store. Raises SentAlready or PaperUnknown."""
    draft = mine(draft, by=by)
    own = reusable(draft.version, listed, draft.person_id, at=at)
    found = next((one for one in own if one.uuid == kept), None)
    if found is None:
        raise PaperUnknown

    _drop_papers(draft, listed, by=by, at=at)
    return Paper.objects.create(
        draft=draft,
        listed=listed,
        brought=Brought.REUSED,
        file=found.file,
        kept=found,
        name=found.title[:200],
        brought_at=at,
    )


@transaction.atomic
def take_paper_back(draft: Draft, *, listed: str, by: Actor, at: datetime) -> None:
    """Take away what was handed in for a line. Raises SentAlready."""
    _drop_papers(mine(draft, by=by), listed, by=by, at=at)


@transaction.atomic
def drop_draft(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Throw a draft away with its scans. Raises SentAlready."""
    draft = mine(draft, by=by)
    record(DraftDropped(procedure=Code(draft.procedure.code)), about=draft, by=by, at=at)
    _destroy(draft, by=by, at=at)


def forget_old_drafts(*, at: datetime) -> int:
    """Throw away drafts that nobody touched for 90 days; says how many."""
    old = Draft.objects.filter(dossier=None, changed_at__lt=at - FORGOTTEN_AFTER)
    return _drop_all(old, at=at)


def drop_drafts_of(person: UUID, *, at: datetime) -> int:
    """Throw away all drafts of someone who asked to be forgotten."""
    return _drop_all(Draft.objects.filter(dossier=None, person__uuid=person), at=at)


def answers_of(draft: Draft) -> dict[str, Any]:
    """What was answered so far, numbers in full."""
    return taken_out(draft.answers, draft.sealed, of=draft.uuid)


def reusable(version: ProcedureVersion, listed: str, person: UUID, *, at: datetime) -> list[Kept]:
    """Papers of the person's store that can stand for a line of the list, the newest first."""
    line = next((paper for paper in law_of(version).papers if paper.key == listed), None)
    if line is None:
        return []
    good = Kept.objects.of_person(person).good_on(timezone.localdate(at))
    return list(good.fitting(same_papers(line)))


def mine(draft: Draft, *, by: Actor) -> Draft:
    """The draft, locked, when the actor works on it and it was not sent. Raises NotYours or SentAlready."""
    draft = (
        Draft.objects.select_for_update(of=("self",)).select_related("version__procedure", "procedure").get(pk=draft.pk)
    )
    if by.channel is not Channel.SYSTEM and (draft.account_id, draft.person_id) != (
        by.account,
        by.for_person or by.person,
    ):
        raise NotYours
    if draft.dossier_id is not None:
        raise SentAlready
    return draft


def levels_filed_here() -> frozenset[Level]:
    """What can be filed on these pages now."""
    return frozenset(
        level for level in Level if level is not Level.COUNTER and where_to_file(level) is not Where.NATIONAL
    )


def refuse_elsewhere(level: Level) -> None:
    """Raise OnlyAtCounter or FiledElsewhere for what cannot be filed here."""
    if level is Level.COUNTER:
        raise OnlyAtCounter
    if where_to_file(level) is Where.NATIONAL:
        raise FiledElsewhere


def _put_in(draft: Draft, answers: Mapping[str, Any]) -> None:
    draft.answers, draft.sealed = put_away(plain(answers), numbers_asked(draft.version), of=draft.uuid)


def _with_said_of_oneself(draft: Draft, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers, with what need not be said twice; what was filled in so for somebody else is taken out again."""
    asked = law_of(draft.version).asked
    wrong = said_of_others(asked, answers) & set(draft.known)
    kept = {key: answer for key, answer in answers.items() if key not in wrong}
    found = said_of_oneself(asked, kept, facts_of(draft.person))
    new = {key: answer for key, answer in found.items() if key not in kept}
    draft.known = sorted({*draft.known, *new} - wrong)
    return kept | new


def _line_of(draft: Draft, listed: str) -> None:
    if listed not in {paper.key for paper in law_of(draft.version).papers}:
        raise PaperUnknown


def _drop_papers(draft: Draft, listed: str, *, by: Actor, at: datetime) -> None:
    _forget_scans(list(draft.papers.filter(listed=listed)), by=by, at=at)


def _forget_scans(papers: Sequence[Paper], *, by: Actor, at: datetime) -> None:
    """Take papers of a draft away; a scan goes too, what came from the store stays there."""
    scans: Collection[UUID] = {paper.file for paper in papers if paper.file and paper.kept_id is None}
    for file in File.objects.filter(uuid__in=scans, forgotten_at=None):
        forget_file(file, by=by, at=at)
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).delete()


def _drop_all(drafts: DraftQuerySet, *, at: datetime) -> int:
    system, count = Actor.system(), 0
    for draft in drafts.select_related("procedure")[:500]:
        drop_draft(draft, by=system, at=at)
        count += 1
    return count


def _destroy(draft: Draft, *, by: Actor, at: datetime) -> None:
    _forget_scans(list(draft.papers.all()), by=by, at=at)
    draft.delete()
