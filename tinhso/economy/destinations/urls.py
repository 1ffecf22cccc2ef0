"""The doors of destinations."""

from django.urls import path

from tinhso.economy.destinations.views import keeping, places, plates, reviews, trips

urlpatterns = [
    path("go/", places.destinations, name="destinations"),
    path("go/calendar/", places.calendar, name="destination_calendar"),
    path("go/pack/", places.pack, name="destination_pack"),
    path("go/places.geojson", places.geojson, name="destinations_geojson"),
    path("go/feed.xml", places.feed, name="destinations_feed"),
    path("go/sitemap.xml", places.site_map, name="destinations_sitemap"),
    path("go/plan/", trips.plan, name="plan_trip"),
    path("go/plan/keep/", trips.keep, name="keep_trip"),
    path("go/trips/<str:token>/", trips.trip, name="trip"),
    path("go/trips/<str:token>/calendar.ics", trips.trip_calendar, name="trip_calendar"),
    path("go/trips/<str:token>/track.gpx", trips.trip_track, name="trip_track"),
    path("go/plates.pdf", plates.plates, name="plates"),
    path("go/kept/", keeping.kept, name="kept_destinations"),
    path("go/kept/new/", keeping.new_entry, name="new_destination"),
    path("go/kept/reviews/", keeping.review_list, name="kept_reviews"),
    path("go/kept/reviews/<uuid:uuid>/decide/", keeping.decide, name="decide_review"),
    path("go/kept/reviews/<uuid:uuid>/answer/", keeping.answer, name="answer_review"),
    path("go/kept/warnings/new/", keeping.warn, name="put_up_warning"),
    path("go/kept/warnings/<uuid:uuid>/over/", keeping.unwarn, name="take_back_warning"),
    path("go/kept/<slug:code>/", keeping.entry, name="kept_destination"),
    path("go/kept/<slug:code>/publish/", keeping.publish, name="publish_destination"),
    path("go/kept/<slug:code>/withdraw/", keeping.withdraw, name="withdraw_destination"),
    path("go/kept/<slug:code>/medium/", keeping.medium, name="add_destination_medium"),
    path("go/<slug:code>/", places.destination, name="destination"),
    path("go/<slug:code>/review/", reviews.review, name="review_destination"),
    path("s/<slug:code>/", plates.plate, name="plate"),
]
