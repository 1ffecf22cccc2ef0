"""The kit's own doors."""

from django.urls import path

from tinhso.kit import views

urlpatterns = [
    path("preferences/", views.prefer, name="prefer"),
    path("kit/", views.style, name="style"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
]
