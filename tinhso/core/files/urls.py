from django.urls import path

from tinhso.core.files.views import checking, showing

urlpatterns = [
    path("files/<uuid:uuid>/", showing.download, name="file"),
    path("files/<uuid:uuid>/preview/", showing.preview, name="file_preview"),
    path("engineer/files/", showing.files_state, name="files_state"),
    path("check/", checking.check, name="check"),
    path("check/version/", checking.check_version, name="check_version"),
    path("check/<str:code>/", checking.check_code, name="check_code"),
    path(".well-known/receipt-keys.json", checking.receipt_keys, name="receipt_keys"),
]
