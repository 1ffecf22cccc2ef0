"""How uploads arrive: streamed to the disk where they may stay, hashed, cut off when too large. What signing asks."""

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import ANY
from tinhso.kit.forms import Form


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


class CheckFileForm(Form):
    """A document to be checked."""

    file = forms.FileField(
        label=_("The file (PDF or XML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.xml,application/pdf,application/xml,text/xml"}),
    )


class VersionForm(CheckFileForm):
    """The same document once more, to be cut where a signature ended."""

    number = forms.IntegerField(min_value=1, max_value=40, widget=forms.HiddenInput)


class CheckCodeForm(Form):
    """A code as it stands on a paper, the address of a square code, or a signed receipt."""

    code = forms.CharField(
        label=_("The code on the paper"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


class PinForm(Form):
    """The PIN of one's key."""

    pin = forms.CharField(
        label=_("PIN of your signature"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class EndForm(Form):
    """Why a paper no longer holds."""

    reason = forms.CharField(label=_("Why? Everyone who checks the paper reads it."), max_length=300)


class ChangePinForm(Form):
    """Another PIN for one's key."""

    old = forms.CharField(
        label=_("PIN until now"), max_length=64, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    new = forms.CharField(
        label=_("New PIN, at least six digits"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
