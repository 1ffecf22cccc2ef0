"""The doors of the field worker's app."""

from django.urls import path

from tinhso.core.field.views import work

urlpatterns = [
    path("field/", work.field, name="field"),
    path("field/villages/<uuid:uuid>/", work.fetch, name="fetch_work"),
]
