"""A directive as a paper to print."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tinhso.kit.doors import Request, needs
from tinhso.kit.saying import say_date
from tinhso.operations.directives.apps import SEE
from tinhso.operations.directives.domain.papers import DirectivePaper, directive_pdf
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.views.told import outcome_of


@needs(SEE)
@require_safe
def directive_paper(request: Request, uuid: UUID) -> HttpResponse:
    """What was given, what happened, what came of it."""
    one = get_object_or_404(Directive.objects.reached(request.rights).for_page(), uuid=uuid)
    with override("vi"):
        content = directive_pdf(_paper(one, request.at), at=request.at)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="giao-nhiem-vu.pdf"'
    return answer


def _paper(one: Directive, at: datetime) -> DirectivePaper:
    outcome = outcome_of(one, at=at)
    where = f"{outcome.title}, {one.place.full_name}" if outcome and one.place else ""
    return DirectivePaper(
        ref=one.ref, issuer=one.issuer.name, place=one.issuer.place.name, issued_at=one.issued_at, title=one.title,
        lead=one.case.agency.name, helpers=", ".join(office.name for office in one.coordinating.order_by("sort_key")),
        meeting=f"{one.meeting.title}, {say_date(one.meeting.held_on)}" if one.meeting else "", content=one.content,
        due=say_date(one.case.due_at), evidence=one.evidence, state=str(one.state[0]),
        verdict=str(outcome.sign[0]) if outcome else "", finding=f"{where}. {outcome.beside}" if outcome else "",
        lines=[[str(cell) for cell in row] for row in outcome.rows] if outcome else [],
        thread=[
            {
                "when": say_date(note.made_at), "what": str(note.kind_said), "words": note.words,
                "who": ", ".join(filter(None, (note.office.name if note.office else "", note.post.title if note.post
                                               else ""))),
            }
            for note in one.notes.select_related("post", "office").order_by("pk")
        ],
    )  # fmt: skip
