"""The doors of the wall."""

from django.urls import path

from tinhso.operations.wall.views import briefings, live, place, tiles, wall

urlpatterns = [
    path("wall/", wall.wall, name="wall"),
    path("wall/live/", live.live, name="wall_live"),
    path("wall/briefing.pdf", briefings.briefing, name="briefing"),
    path("wall/tiles/", tiles.wall_tiles, name="wall_tiles"),
    path("wall/tiles/<int:position>/", tiles.choose, name="choose_tile"),
    path("wall/places/<str:key>/", place.wall_place, name="wall_place"),
]
