"""The briefing on paper."""

from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from tinhso.core.files.domain.names import disposition
from tinhso.kit.doors import Request, needs
from tinhso.operations.wall.apps import SEE
from tinhso.operations.wall.domain.papers import briefing_pdf
from tinhso.operations.wall.models import Briefing
from tinhso.operations.wall.models.picture import picture
from tinhso.operations.wall.models.told import LANGUAGE, tell
from tinhso.operations.wall.views.asked import Asked


@needs(SEE)
@require_safe
def briefing(request: Request) -> HttpResponse:
    """As it was told on that morning (`?until=`); a day that has none is told as it is known now."""
    asked = Asked.of(request)
    kept = Briefing.objects.filter(day=asked.until).first()
    if kept is not None:
        told, made_at = kept.told, kept.made_at
    else:
        with translation.override(LANGUAGE):
            told = tell(picture(until=asked.until, places=request.rights.places(SEE), at=request.at))
        made_at = request.at
    name = f"ban-tin-{asked.until:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": disposition(name)}
    return HttpResponse(briefing_pdf(told, at=made_at), content_type="application/pdf", headers=headers)
