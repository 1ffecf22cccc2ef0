"""Every door of the house: the front door's own pages, the API under `/api/`, and each system's `urls`."""

from django.urls import include, path

from tinhso.kit.discovery import rooms
from tinhso.site import health_views, views
from tinhso.site.api import api
from tinhso.site.metrics import metrics
from tinhso.site.wayfinding import ByFirstWord, Way

_calls, _app, _version = api.urls
_doors: list[Way] = [
    path("", views.front, name="front"),
    path("home/", views.home, name="home"),
    path("home/matters/", views.my_matters, name="my_matters"),
    path("home/ways/", views.my_ways, name="my_ways"),
    path("systems/", views.systems_page, name="systems"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("truth/", health_views.truth, name="truth"),
    path(".well-known/security.txt", health_views.security_txt, name="security_txt"),
    path("api/", ([ByFirstWord(_calls)], _app, _version)),
    *[path("", include(room.__name__)) for room in rooms("urls") if room.__name__ != __name__],
]
urlpatterns = [ByFirstWord(_doors)]

handler400 = "tinhso.kit.errors.bad_request"
handler403 = "tinhso.site.troubles.not_allowed"
handler404 = "tinhso.site.troubles.not_found"
handler500 = "tinhso.site.troubles.failed"
