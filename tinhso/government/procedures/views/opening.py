"""Opening files of a dossier or of one's own store: always to save, never to show; who opened what is kept."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import reach_of
from tinhso.core.files.actions import open_file
from tinhso.core.files.models import File, State
from tinhso.core.files.views import answer_with
from tinhso.government.procedures.models import Dossier, Kept, Paper
from tinhso.government.procedures.views.whose import whose
from tinhso.kit.doors import Request, signed_in


@signed_in
@require_safe
def dossier_paper(request: Request, uuid: UUID) -> HttpResponseBase:
    """A paper of a dossier in reach, of one's own, or of one's own draft; any other is none (404)."""
    person = whose(request)
    mine = Q(draft__account=request.actor.account, draft__person__uuid=person) if person else Q(pk=None)
    reach = reach_of(request.rights, "handle_cases", through="dossier__case__")
    own = Q(dossier__case__applicant=person) if person else Q(pk=None)
    paper = get_object_or_404(Paper.objects.filter(reach | own | mine), uuid=uuid)
    return _open(request, paper.file)


@signed_in
@require_safe
def dossier_result(request: Request, uuid: UUID) -> HttpResponseBase:
    """The result: for the office always, for the applicant once it was handed over."""
    dossier = get_object_or_404(Dossier.objects.select_related("case"), uuid=uuid)
    office = Case.objects.within_reach(request.rights).filter(pk=dossier.case_id).exists()
    own = dossier.case.applicant_id in (request.actor.person, whose(request)) and dossier.released_at
    if not office and not (dossier.case.applicant_id and own):
        raise Http404
    return _open(request, dossier.result)


@signed_in
@require_safe
def kept_paper(request: Request, uuid: UUID) -> HttpResponseBase:
    """A paper of one's own store."""
    person = whose(request)
    if person is None:
        raise Http404
    return _open(request, get_object_or_404(Kept.objects.of_person(person), uuid=uuid).file)


def _open(request: Request, uuid: UUID | None) -> HttpResponseBase:
    file = File.objects.select_related("blob").filter(uuid=uuid, forgotten_at=None).first() if uuid else None
    if file is None or file.blob is None or file.blob.state != State.CLEAN:
        raise Http404
    open_file(file, by=request.actor, at=request.at)
    return answer_with(request, file.blob, file.name)
