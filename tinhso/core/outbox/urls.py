"""The doors of the outbox."""

from django.urls import path

from tinhso.core.outbox.views import pages

urlpatterns = [
    path("outbox/now/", pages.now, name="outbox_now"),
]
