"""The doors of the people register."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import path

from tinhso.kit.doors import Request, needs


@needs("read_person")
def person(request: Request, uuid: UUID) -> HttpResponse:
    raise Http404


urlpatterns = [path("people/<uuid:uuid>/", person, name="person")]
