"""The catalogue's pages: what one can ask for, and what it takes."""

from django.http import HttpResponse

from tinhso.government.procedures.models import Procedure
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.pages import page


@open_to_all
def procedures(request: Request) -> HttpResponse:
    """Door 1."""
    return page(request, "procedures/catalogue/home.html", {"procedures": Procedure.objects.listed()})


@needs("check_procedures")
def kept_procedures(request: Request) -> HttpResponse:
    """The catalogue for staff."""
    return page(request, "procedures/catalogue/kept.html", {"procedures": Procedure.objects.listed()})
