"""Every door of the house: each system's `urls`, and the API under `/api/`."""

from django.urls import include, path

from tinhso.kit.discovery import rooms
from tinhso.site import health_views
from tinhso.site.api import api
from tinhso.site.metrics import metrics

urlpatterns = [
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("truth/", health_views.truth, name="truth"),
    path(".well-known/security.txt", health_views.security_txt, name="security_txt"),
    path("api/", api.urls),
    *[path("", include(room.__name__)) for room in rooms("urls") if room.__name__ != __name__],
]

handler400 = "tinhso.kit.errors.bad_request"
handler403 = "tinhso.site.troubles.not_allowed"
handler404 = "tinhso.site.troubles.not_found"
handler500 = "tinhso.site.troubles.failed"
