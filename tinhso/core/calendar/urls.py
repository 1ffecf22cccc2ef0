"""The doors of the working calendar."""

from django.urls import path

from tinhso.core.calendar import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/due/", views.due, name="calendar_due"),
    path("calendar/change/", views.change_day, name="change_day"),
    path("calendar/swap/", views.swap_days, name="swap_days"),
    path("calendar/hours/", views.change_hours, name="change_hours"),
    path("calendar/day/<uuid:uuid>/", views.day, name="calendar_day"),
    path("calendar/day/<uuid:uuid>/clear/", views.clear_day, name="clear_day"),
]
