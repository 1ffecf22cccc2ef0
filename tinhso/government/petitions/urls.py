"""The doors of petitions."""

from django.urls import path

from tinhso.government.petitions.views import desk

urlpatterns = [
    path("petitions/<uuid:uuid>/desk/", desk.petition_desk, name="petition_desk"),
    path("petitions/case/<uuid:uuid>/", desk.petitions_case, name="petitions_case"),
]
