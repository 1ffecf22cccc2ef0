"""What a keeper of definitions may type: a document, and a sample to walk through it."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

LARGEST = 400_000
"""Letters of a document; the longest shipped one has about 20,000."""


class DocumentForm(Form):
    """A definition as text, or as a file that takes the place of the text."""

    document = forms.CharField(
        label=_("The definition, as JSON"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off", "class": "code"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("A file that was exported here before. It takes the place of the text above."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> str:
        """The text of the file; empty when there is none."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if not file:
            return ""
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("This file is too large for a definition."))
        try:
            return bytes(file.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("This is not a text file. Send the JSON file that was exported here.")) from error

    def clean(self) -> dict[str, Any]:
        """Read the JSON."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        text = said.get("file") or said.get("document") or ""
        if not self.errors:
            try:
                said["read"] = read_json(text)
            except ValidationError as error:
                self.add_error("file" if said.get("file") else "document", error)
        return said


class WalkForm(Form):
    """A sample to walk: one of the ways that the product found, or steps written as JSON."""

    way = forms.ChoiceField(label=_("Which way"), required=False)
    start = forms.DateField(label=_("Opened on"), required=False)
    sample = forms.CharField(
        label=_("The steps, as JSON"),
        required=False,
        max_length=LARGEST,
        help_text=_("Change the steps, their days, who does them and what they answer, then walk again."),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off", "class": "code"}),
    )

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(ways)

    def clean_sample(self) -> Any:
        """The JSON that was read; None when nothing was written."""
        text = self.cleaned_data["sample"].strip()
        return read_json(text) if text else None


def read_json(text: str) -> Any:
    """Read JSON as it stands, refusing what only looks like it: names that stand twice, NaN, endless depth.

    Raises ValidationError that names the line.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise ValidationError(_("This is no JSON: look at line %(line)s, letter %(column)s.") % place) from error
    except (RecursionError, ValueError) as error:
        raise ValidationError(_("This JSON has numbers or depths that no definition has.")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise ValidationError(_now("“%(name)s” stands twice in one place. Keep one.") % {"name": name})
        read[name] = value
    return read


def _no_constant(name: str) -> Any:
    raise ValueError(name)
