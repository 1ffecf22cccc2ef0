"""What a helper brings beside the answers: a photo of each paper, and how the result shall come."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import PaperField
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.government.procedures.domain.needs import Need
from tinhso.government.procedures.forms.counter import HAND_BACK
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class PhotosForm(Form):
    """One photo for each paper of the list; what is lacking is told by the action, all at once."""

    hand_back = forms.ChoiceField(label=_("How does the result reach them?"), choices=HAND_BACK)

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for need in needs:
            field = PaperField(PAPERS, need.paper.key, label=str(need.paper.name), required=False)
            field.widget.attrs["capture"] = "environment"
            self.fields[f"file_{need.paper.key}"] = field

    def lines(self) -> list[tuple[Need, forms.BoundField]]:
        """Each paper with its field, for the page."""
        return [(need, self[f"file_{need.paper.key}"]) for need in self.needs]

    @property
    def photos(self) -> "dict[str, UploadedFile]":
        """Key of the line → photo."""
        found = ((need.paper.key, self.cleaned_data.get(f"file_{need.paper.key}")) for need in self.needs)
        return {key: photo for key, photo in found if photo}
