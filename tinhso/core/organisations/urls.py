"""The doors of the register of organisations."""

from django.urls import path

from tinhso.core.organisations import views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/register/", views.register, name="register_organisation"),
    path("organisations/<uuid:uuid>/", views.organisation, name="organisation"),
    path("organisations/<uuid:uuid>/correct/", views.correct, name="correct_organisation"),
    path("organisations/<uuid:uuid>/close/", views.close, name="close_organisation"),
]
