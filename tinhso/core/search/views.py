"""The search page: a plain form, quicker with htmx."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tinhso.core.search.actions import shown
from tinhso.core.search.domain import LONGEST_QUESTION
from tinhso.core.search.models import Row
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.pages import page
from tinhso.kit.passport import Text, systems

OTHER: tuple[Text, str] = (_("Other"), "file-text")


@require_GET
@open_to_all
def search(request: Request) -> HttpResponse:
    """What fits the words and may be seen by the one who asks."""
    words = request.GET.get("q", "")[:LONGEST_QUESTION].replace("\x00", " ")
    kind = request.GET.get("kind", "")
    kinds = {kind: sign for system in systems() for kind, sign in system.found.items()}
    rows = Row.objects.find(words, rights=request.rights, kinds=[kind] if kind in kinds else None)
    shown(rows, by=request.actor, at=request.at)
    values = {"q": words, "kind": kind, "kinds": kinds, "found": [(row, *kinds.get(row.kind, OTHER)) for row in rows]}
    template = "search/results.html" if request.headers.get("HX-Request") else "search/search.html"
    return page(request, template, values)
