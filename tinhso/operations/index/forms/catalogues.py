"""A document of a catalogue as a file."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form

MOST_BYTES = 1_000_000


class CatalogueForm(Form):
    document = forms.FileField(label=_("The catalogue as a JSON file"))

    def clean_document(self) -> dict[str, Any]:
        """The document that stands in the file."""
        file = self.cleaned_data["document"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than a catalogue can be."))
        try:
            found = json.loads(file.read().decode("utf-8"))
        except (ValueError, RecursionError) as wrong:
            raise ValidationError(_("This is no JSON file.")) from wrong
        if not isinstance(found, dict):
            raise ValidationError(_("This is no JSON file."))
        return found
