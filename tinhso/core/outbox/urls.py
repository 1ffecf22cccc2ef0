"""The doors of the outbox."""

from django.urls import path

from tinhso.core.outbox.views import bringing, lockers, pages, pieces

urlpatterns = [
    path("outbox/", pages.outbox, name="outbox"),
    path("outbox/now/", pages.now, name="outbox_now"),
    path("outbox/pieces/<uuid:item>/", pieces.pieces, name="outbox_pieces"),
    path("outbox/arriving/", pieces.arriving, name="outbox_arriving"),
    path("outbox/phones/", lockers.phones, name="field_phones"),
    path("outbox/phones/open/", lockers.open_one, name="open_locker"),
    path("outbox/phones/wiped/", lockers.wiped, name="locker_wiped"),
    path("outbox/phones/<uuid:uuid>/revoke/", lockers.revoke, name="revoke_locker"),
    path("outbox/held/<uuid:uuid>/", lockers.decide, name="decide_held"),
    path("outbox/bring/", bringing.bring, name="bring_outbox"),
    path("outbox/hand-over/", bringing.hand_over, name="hand_over_outbox"),
    path("outbox/no-signal/", pages.no_signal, name="no_signal"),
]
