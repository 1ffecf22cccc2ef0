"""What who asked says after sending: more, how it was, why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import Text
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.domain.words import LONGEST, FileKind
from tinhso.government.petitions.forms.reporting import PhotoField, VoiceField
from tinhso.government.petitions.models import Rating
from tinhso.kit.forms import Form


class MoreForm(Form):
    """The answer to a question of the office."""

    words = Text(label=_("Your answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    photo = PhotoField("photo", now=True, label=_("Take a photo"))
    voice = VoiceField("voice", label=_("Speak instead of writing"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not (told.get("words", "").strip() or told.get("photo") or told.get("voice")):
            self.add_error("words", _("Write a few words, take a photo, or speak."))
        return told

    @property
    def brought(self) -> tuple[Brought, ...]:
        """The photo and the recording."""
        listed = ((FileKind.PHOTO, "photo"), (FileKind.VOICE, "voice"))
        return tuple(
            Brought(kind=kind, upload=self.cleaned_data[name]) for kind, name in listed if self.cleaned_data.get(name)
        )


class FaceForm(Form):
    """One press on a face."""

    faces = forms.IntegerField(min_value=1, max_value=5, error_messages={"required": _("Choose one face.")})


class WhyForm(Form):
    """Why it was so: by voice or in a few words."""

    voice = VoiceField("voice", label=_("Speak instead of writing"))
    words = Text(
        label=_("What should we do better?"),
        required=False,
        max_length=Rating._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
