"""The doors of a person's own data."""

from django.urls import path

from tinhso.core.own_data.views import copies, requests

urlpatterns = [
    path("me/data/", copies.own_data, name="own_data"),
    path("me/data/copy/", copies.ask, name="ask_copy"),
    path("me/data/copy/<uuid:uuid>/", copies.take, name="take_copy"),
    path("me/data/requests/new/", requests.new, name="new_request"),
    path("me/data/requests/<uuid:uuid>/", requests.mine, name="own_request"),
    path("me/data/requests/<uuid:uuid>/withdraw/", requests.withdraw, name="withdraw_request"),
    path("data-requests/<uuid:uuid>/", requests.desk, name="own_data_case"),
]
