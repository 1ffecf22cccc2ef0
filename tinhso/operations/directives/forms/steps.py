"""What is typed with a step of a directive."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import DayField, PaperField, Text
from tinhso.core.files.domain.kinds import OFFICE, VOICE_NOTE
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

LONGEST = 4000


class ReasonForm(Form):
    """Why. The label says of what."""

    reason = Text(label=_("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class MoreTimeForm(Form):
    """Until when, and why not earlier."""

    until = DayField(label=_("Until which day"))
    reason = Text(label=_("Why can it not be done in time?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class GrantForm(Form):
    """The new last day."""

    until = DayField(label=_("Until which day"))


class WordsForm(Form):
    """A word along with a decision."""

    words = Text(
        label=_("A word about it"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class ContributionForm(Form):
    """What a helping office did."""

    words = Text(label=_("What we did for it"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    upload = PaperField(OFFICE, "upload", label=_("A paper, a photo or a sheet"), required=False)

    @property
    def uploads(self) -> "list[UploadedFile]":
        return [one for one in (self.cleaned_data["upload"],) if one]


class AnswerForm(Form):
    """What was done, in writing or by voice, with what shows it."""

    words = Text(
        label=_("What was done, with which result"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    voice = PaperField(VOICE_NOTE, "voice", label=_("Speak instead of writing"), required=False)
    upload = PaperField(OFFICE, "upload", label=_("What shows it: a paper, a photo or a sheet"), required=False)
    second = PaperField(OFFICE, "second", label=_("Another file"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voice"].widget.attrs.update({"accept": "audio/*", "capture": "user"})

    @property
    def uploads(self) -> "list[UploadedFile]":
        return [one for one in (self.cleaned_data["upload"], self.cleaned_data["second"]) if one]
