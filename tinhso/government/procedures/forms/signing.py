"""What is typed when many results are signed at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from tinhso.core.files.forms import PinForm


class ToSignForm(PinForm):
    """Which results, and the PIN."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Which results?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    field_order = ("chosen", "pin")

    def __init__(self, *args: Any, waiting: Sequence[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(uuid), f"{title} · {ref}") for uuid, title, ref in waiting]
            field.initial = [str(uuid) for uuid, _title, _ref in waiting]
