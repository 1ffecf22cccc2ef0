"""What one types about papers of one's own store."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import PAPERS
from tinhso.government.procedures.domain.needs import OTHER
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

DAY = "%d/%m/%Y"


class UntilForm(Form):
    """The last day on which a paper holds, as it stands on it."""

    good_until = forms.DateField(
        label=_("Holds until"),
        required=False,
        input_formats=[DAY],
        help_text=_("As it stands on the paper, for example 26/11/2027. Leave it empty when no day is named."),
        error_messages={"invalid": _("Write the day like this: 26/11/2027.")},
        widget=forms.DateInput(format=DAY),
    )


class PutInForm(UntilForm):
    """A paper that one puts into the store."""

    sort = forms.ChoiceField(label=_("What paper is it?"), error_messages={"required": _("Choose what paper it is.")})
    title = forms.CharField(label=_("What you call it"), required=False, max_length=120)
    file = forms.FileField(
        label=_("Take a photo of it, or choose the file"),
        help_text=_("The whole sheet in the picture, in good light. Photo or PDF, at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": PAPERS.accept}),
        error_messages={"required": _("Take a photo of the paper, or choose a file.")},
    )
    field_order = ("sort", "title", "file", "good_until")

    def __init__(self, *args: Any, sorts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {**dict(sorts), OTHER: str(_("Another paper"))}
        field = self.fields["sort"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *self.named.items()]

    @property
    def titled(self) -> str:
        """What it is called: in the owner's words, else in those of the catalogue."""
        return str(self.cleaned_data["title"] or self.named[self.cleaned_data["sort"]])

    @property
    def upload(self) -> "UploadedFile":
        found: UploadedFile = self.cleaned_data["file"]
        return found
