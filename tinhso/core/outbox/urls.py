"""The doors of the outbox."""

from django.urls import path

from tinhso.core.outbox.views import pages

urlpatterns = [
    path("outbox/", pages.outbox, name="outbox"),
    path("outbox/now/", pages.now, name="outbox_now"),
    path("outbox/no-signal/", pages.no_signal, name="no_signal"),
]
