"""The doors of places."""

from django.urls import path

from tinhso.core.places import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/now/", views.now, name="place_now"),
    path("places/resolutions/", views.resolutions, name="resolutions"),
    path("places/resolutions/new/", views.draft_resolution, name="draft_resolution"),
    path("places/resolutions/<uuid:uuid>/", views.resolution, name="resolution"),
    path("places/resolutions/<uuid:uuid>/confirm/", views.confirm_resolution, name="confirm_resolution"),
    path("places/resolutions/<uuid:uuid>/discard/", views.discard_resolution, name="discard_resolution"),
    path("places/choices/", views.choices, name="place_choices"),
    path("places/choices/<uuid:uuid>/settle/", views.settle, name="settle_place"),
    path("places/<str:key>/", views.place, name="place"),
    path("places/<str:key>/below/", views.below, name="places_below"),
    path("places/<str:key>/correct/", views.correct_place, name="correct_place"),
    path("places/<str:key>/villages/", views.add_villages, name="add_villages"),
]
