"""The doors of procedures."""

from django.urls import path

from tinhso.government.procedures.views import catalogue

urlpatterns = [
    path("procedures/", catalogue.procedures, name="procedures"),
    path("procedures/catalogue/", catalogue.kept_procedures, name="kept_procedures"),
]
