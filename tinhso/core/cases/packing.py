"""Open matters of the people of a village, of those systems that let the team of the village know them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.core.cases.models import Case
from tinhso.kit.packing import Ask, Part, Row, in_parts
from tinhso.kit.passport import systems


def pack(ask: Ask) -> Iterator[Part]:
    """One row a case: what it is, where it stands, what comes next."""
    told = [system.label for system in systems() if system.told_to_members]
    found = Case.objects.open().filter(system__in=told, applicant__home=ask.village, applicant__merged_into=None)
    yield from in_parts("matters", list(found.select_related("definition", "applicant").order_by("id")), _matters)


def _matters(name: str, cases: Sequence[Case]) -> Part:
    people = [case.applicant.uuid for case in cases if case.applicant]
    newest = max(case.changed_at for case in cases)
    return Part(name=name, newest=newest, rows=list(map(_row, cases)), people=people)


def _row(case: Case) -> Row:
    spoken = get_language() or "vi"
    state, follows = case.rule.title.said(spoken), case.rule.next
    notes = [case.ref, state, *([_("Next: %(step)s") % {"step": follows.said(spoken)}] if follows else [])]
    return Row(id=case.ref, under=str(case.applicant_id), title=case.title, notes=notes)
