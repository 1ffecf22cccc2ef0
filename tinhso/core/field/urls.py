"""The doors of the field worker's app."""

from django.urls import path

from tinhso.core.field.views import neighbour, newcomer, work

urlpatterns = [
    path("field/", work.field, name="field"),
    path("field/neighbour/", neighbour.neighbour, name="neighbour"),
    path("field/newcomer/", newcomer.newcomer, name="newcomer"),
    path("field/villages/<uuid:uuid>/", work.fetch, name="fetch_work"),
]
