from django.urls import path

from tinhso.core.files.views import batches, checking, keys, showing

urlpatterns = [
    path("files/<uuid:uuid>/", showing.download, name="file"),
    path("files/<uuid:uuid>/preview/", showing.preview, name="file_preview"),
    path("engineer/files/", showing.files_state, name="files_state"),
    path("check/", checking.check, name="check"),
    path("check/version/", checking.check_version, name="check_version"),
    path("check/<str:code>/", checking.check_code, name="check_code"),
    path("signing/", keys.my_key, name="my_signing_key"),
    path("signing/batches/<uuid:uuid>/", batches.batch, name="signing_batch"),
    path("engineer/signing-keys/", keys.signing_keys, name="signing_keys"),
    path("engineer/signing-keys/<uuid:uuid>/unlock/", keys.unlock_signing_key, name="unlock_signing_key"),
    path("engineer/signing-keys/<uuid:uuid>/retire/", keys.retire_signing_key, name="retire_signing_key"),
    path(".well-known/receipt-keys.json", checking.receipt_keys, name="receipt_keys"),
]
