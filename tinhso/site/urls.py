"""Every door of the house: each system's `urls`, and the API under `/api/`."""

from django.urls import include, path

from tinhso.kit.discovery import rooms
from tinhso.site.api import api

urlpatterns = [
    path("api/", api.urls),
    *[path("", include(room.__name__)) for room in rooms("urls") if room.__name__ != __name__],
]
