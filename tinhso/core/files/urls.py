from django.urls import path

from tinhso.core.files import views

urlpatterns = [
    path("files/<uuid:uuid>/", views.download, name="file"),
    path("files/<uuid:uuid>/preview/", views.preview, name="file_preview"),
    path("engineer/files/", views.files_state, name="files_state"),
]
