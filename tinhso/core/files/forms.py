"""How uploads arrive: streamed to the disk where they may stay, hashed on the way, and cut off when too large."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tinhso.core.files.domain.kinds import ANY


class Arrival(TemporaryFileUploadHandler):
    """Django's upload handler of this product (`FILE_UPLOAD_HANDLERS`).

    Nothing of a file is held in memory. Past the largest size that any use accepts its bytes are no longer written; the
    upload then still tells its true size, so that the action refuses it with a sentence. `sha256` is of what arrived.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._digest.update(raw_data)
        if start + len(raw_data) <= ANY.max_bytes:
            super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        file = super().file_complete(file_size)
        setattr(file, "sha256", self._digest.digest())
        return file
