"""The door of the search."""

from django.urls import path

from tinhso.core.search import views

urlpatterns = [path("search/", views.search, name="search")]
