"""Handing in what was asked for: one file for each paper of the request."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.core.files.domain.kinds import PAPERS
from tinhso.government.procedures.domain.needs import OTHER
from tinhso.government.procedures.forms.knowing import KnowingForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

HINT = gettext_lazy("The whole sheet in the picture, in good light. Photo or PDF, at most 25 MB.")


class SupplementForm(KnowingForm):
    """A file field for each paper that was asked for; one of them at least must come."""

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = papers or [(OTHER, _("What was asked for"))]
        for key, name in asked:
            self.fields[key] = forms.FileField(
                label=name,
                required=len(asked) == 1,
                help_text=HINT,
                widget=forms.FileInput(attrs={"accept": PAPERS.accept}),
                error_messages={"required": _("Put in at least one paper.")},
            )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.uploads and not self.errors:
            raise ValidationError(_("Put in at least one paper."))
        return told

    @property
    def uploads(self) -> "dict[str, UploadedFile]":
        """What came, by the paper's key."""
        return {key: file for key, file in self.cleaned_data.items() if file and key != "as_it_is"}
