"""The doors of the log. The public ones keep their Vietnamese name: it is printed on receipts."""

from django.urls import path

from tinhso.events import views

urlpatterns = [
    path("niem-phong/", views.seals, name="seals"),
    path("niem-phong/feed.xml", views.seals_feed, name="seals_feed"),
    path("niem-phong/<int:size>", views.seal_note, name="seal_note"),
    path("niem-phong/<int:epoch>/<int:size>", views.seal_note_of, name="seal_note_of"),
    path("log/", views.log, name="log"),
    path("log/parked/<int:pk>/retry/", views.retry, name="retry_delivery"),
    path("log/parked/<int:pk>/dismiss/", views.dismiss, name="dismiss_delivery"),
]
