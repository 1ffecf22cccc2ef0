"""The doors of OpenRosa, as Collect makes their addresses from the server's, and the pages about phones."""

from django.urls import path

from tinhso.core.openrosa.views import collect, pages

urlpatterns = [
    path("openrosa/formList", collect.forms, name="openrosa_forms"),
    path("openrosa/forms/<slug:form>.xml", collect.one_form, name="openrosa_form"),
    path("openrosa/forms/<slug:form>/manifest", collect.media, name="openrosa_manifest"),
    path("openrosa/forms/<slug:form>/<str:name>", collect.one_medium, name="openrosa_medium"),
    path("openrosa/submission", collect.submission, name="openrosa_submission"),
    path("field/collect/", pages.handsets, name="handsets"),
    path("field/collect/new/", pages.admit, name="admit_handset"),
    path("field/collect/all/", pages.all_handsets, name="all_handsets"),
    path("field/collect/phones/<uuid:uuid>/revoke/", pages.revoke, name="revoke_handset"),
    path("field/collect/<uuid:uuid>/", pages.one_submission, name="submission"),
    path("field/collect/<uuid:uuid>/again/", pages.try_again, name="try_submission_again"),
    path("field/collect/<uuid:uuid>/away/", pages.away, name="put_submission_away"),
]
