"""One of our dossiers in the portal's words. Read when it is sent, kept nowhere."""

from collections.abc import Iterator
from uuid import UUID

from tinhso.core.cases.models import Case
from tinhso.core.people.models import Person
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.domain.portal import (
    Attachment,
    Channel,
    Fee,
    FeeWhen,
    Identity,
    Message,
    Progress,
    ResultPaper,
    Status,
    Supplement,
)
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Kind, Letter, Outgoing, Paper
from tinhso.government.procedures.models.laws import law_of

_CHANNELS = {
    Door.OWN: Channel.ONLINE,
    Door.HELPER: Channel.ONLINE,
    Door.NATIONAL: Channel.ONLINE,
    Door.COUNTER: Channel.COUNTER,
}
_WAYS_BACK = {"": "", Release.IN_PERSON: "0", Release.POST: "1", Release.ONLINE: "2"}
_HAS_A_RESULT = (Status.FINISHED, Status.HANDED_OVER)


def dossier_for(uuid: UUID) -> Dossier:
    """The dossier with all that a message says. Raises Dossier.DoesNotExist."""
    rows = Dossier.objects.select_related(
        "case__definition", "case__applicant", "case__agency", "case__owner__person", "procedure", "version"
    )
    return rows.prefetch_related("case__applicant__numbers", "papers", "letters").get(uuid=uuid)


def message_of(dossier: Dossier, row: Outgoing) -> Message:
    """`DongBoHoSoMC`: the dossier as it stands, with the status of the change that is told."""
    law, case, status = law_of(dossier.version), dossier.case, Status(row.status)
    papers = [paper for paper in dossier.papers.all() if paper.replaced_at is None]
    return Message(
        code=row.code,
        procedure=dossier.procedure.code,
        procedure_name=law.name[:500],
        field=law.field,
        channel=_CHANNELS[Door(dossier.door)],
        **_applicant(case.applicant),
        summary=case.title,
        filed_at=case.opened_at,
        received_at=case.received_at,
        due_at=case.due_at,
        status=status,
        refused_at=case.finished_at if status is Status.NOT_RECEIVED else None,
        finished_at=(dossier.decided_at or case.finished_at) if status.has_ended else None,
        returned_at=dossier.released_at if status is Status.HANDED_OVER else None,
        returned_how=_WAYS_BACK[dossier.released_how],
        office=case.agency.name[:500],
        digitised=any(paper.file for paper in papers),
        papers=tuple(map(_paper, papers)),
        fees=tuple(_fees(law)),
        supplements=tuple(_supplements(dossier)),
        results=tuple(_results(dossier, law)) if status in _HAS_A_RESULT else (),
    )


def progress_of(dossier: Dossier, row: Outgoing) -> Progress:
    """`CapNhatTienDoHoSoMC`: the step, with who answers for the dossier now."""
    case = dossier.case
    state = case.blueprint.states.get(row.step)
    person = case.owner.person if case.owner else None
    return Progress(
        code=row.code,
        by=person.full_name if person else case.agency.name[:500],
        at=row.moment,
        department=case.agency.name[:500],
        what=state.title.vi if state else "",
        status=Status(row.status),
        due_at=case.due_at,
    )


def status_in(case: Case, state: str) -> Status | None:
    """The nation's number of a state of the case's own definition; None where it gives none."""
    rule = case.blueprint.states.get(state)
    return Status(rule.portal) if rule and rule.portal else None


def _applicant(person: Person | None) -> dict[str, object]:
    if person is None:
        return {}
    number = person.number
    return {
        "applicant": person.full_name,
        "phone": person.phone or "",
        "identities": (Identity(number=number.digits),) if number else (),
    }


def _paper(paper: Paper) -> Attachment:
    return Attachment(
        id=str(paper.uuid),
        name=(paper.name or paper.listed)[:500],
        paper=paper.listed,
        digitised=paper.file is not None,
        reused=paper.brought == Brought.REUSED,
    )


def _fees(law: Facts) -> Iterator[Fee]:
    for fee in law.fees:
        if fee.amount is not None:
            yield Fee(name=fee.label.vi[:500], when=FeeWhen.AT_RECEPTION, amount=fee.amount)


def _supplements(dossier: Dossier) -> Iterator[Supplement]:
    for letter in sorted(dossier.letters.all(), key=_round):
        if letter.kind == Kind.SUPPLEMENT:
            given = letter.answered_at is not None
            yield Supplement(
                id=str(letter.uuid),
                what=letter.reason[:20_000],
                asked_at=letter.written_at,
                given_at=letter.answered_at,
                given=given,
                due_after=dossier.case.due_at if given else None,
            )


def _round(letter: Letter) -> int:
    return letter.round


def _results(dossier: Dossier, law: Facts) -> Iterator[ResultPaper]:
    if dossier.result:
        name = law.results[0].name.vi if law.results else dossier.case.title
        yield ResultPaper(name=name[:500], id=str(dossier.result))
