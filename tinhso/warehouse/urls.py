"""The doors of open data. `catalog`, `dataset` and `api/action` are called as harvesters everywhere call them."""

from django.urls import path

from tinhso.warehouse import views
from tinhso.warehouse.catalogue import FILES
from tinhso.warehouse.graphs import FORMS

ACTIONS = (views.package_list, views.package_show, views.package_search)

urlpatterns = [
    path("open-data/", views.open_data, name="open_data"),
    *[path(f"open-data/<str:code>.{one}", views.download, {"ending": one}, name=f"open_{one}") for one in FILES],
    path("open-data/<str:code>/", views.open_dataset, name="open_dataset"),
    *[path(f"catalog.{one}", views.catalog, {"ending": one}, name=f"catalog_{one}") for one in FORMS],
    *[path(f"dataset/<str:code>.{one}", views.dataset, {"ending": one}, name=f"dataset_{one}") for one in FORMS],
    path("dataset/<str:code>", views.dataset_page, name="dataset"),
    *[path(f"api/3/action/{one.__name__}", one, name=one.__name__) for one in ACTIONS],
    *[path(f"api/action/{one.__name__}", one, name=f"{one.__name__}_newest") for one in ACTIONS],
]
