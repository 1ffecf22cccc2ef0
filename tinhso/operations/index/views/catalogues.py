"""Catalogues: which versions there are, what each says, and entering another."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.index.actions.catalogues import publish_catalogue
from tinhso.operations.index.apps import KEEP, SEE
from tinhso.operations.index.domain.words import MARKS
from tinhso.operations.index.forms.catalogues import CatalogueForm
from tinhso.operations.index.models import CatalogueVersion


@needs(SEE)
@require_safe
def catalogues(request: Request) -> HttpResponse:
    """Every version of every index."""
    found = list(CatalogueVersion.objects.listed())
    return page(request, "index/catalogues.html", {"found": found, "may_keep": request.rights.may(KEEP)})


@needs(SEE)
@require_safe
def catalogue(request: Request, code: str, version: str) -> HttpResponse:
    """One version as it stands, each thing with where it was read."""
    found = get_object_or_404(CatalogueVersion, code=code, version=version)
    return page(request, "index/catalogue.html", {"version": found, "index": found.index, "marks": MARKS})


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Publish another version from a JSON document."""
    form = CatalogueForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = publish_catalogue(form.cleaned_data["document"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("index_catalogue", made.code, made.version)
    return page(request, "index/enter.html", {"form": form}, status=400 if form.errors else 200)
