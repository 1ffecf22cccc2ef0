"""What an officer fills in at the counter, beside the questions of the procedure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.core.files.domain.kinds import PAPERS
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.domain.needs import Need
from tinhso.government.procedures.domain.steps import Brought, Release
from tinhso.government.procedures.forms.knowing import KnowingForm
from tinhso.government.procedures.models import Kept
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

KEPT = "kept:"
WAYS = (
    ("", gettext_lazy("Not handed in")),
    (Brought.ORIGINAL.value, gettext_lazy("Original")),
    (Brought.COPY.value, gettext_lazy("Copy")),
    (Brought.LOOKED_UP.value, gettext_lazy("Looked up")),
)
HAND_BACK = (
    (Release.IN_PERSON.value, gettext_lazy("Comes to fetch it")),
    (Release.POST.value, gettext_lazy("By post")),
    (Release.ONLINE.value, gettext_lazy("On line")),
)


class CardForm(Form):
    """The code of an identity card, typed by a scanner; or words to find someone by."""

    card = forms.CharField(
        label=gettext_lazy("Scan the square on the identity card"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-scan": "yes"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Or find by name, or by the whole identity number"), required=False, max_length=100
    )


class PapersForm(KnowingForm):
    """One line for each paper: how it came, and its scan if it was scanned."""

    hand_back = forms.ChoiceField(label=gettext_lazy("How does the result reach them?"), choices=HAND_BACK)

    def __init__(self, *args: Any, needs: Sequence[Need], store: Mapping[str, Sequence[Kept]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for need in needs:
            key = need.paper.key
            own = [
                (f"{KEPT}{kept.uuid}", _("In their store: %(title)s") % {"title": kept.title}) for kept in store[key]
            ]
            initial = own[0][0] if own else ""
            label = f"{need.paper.name}"
            self.fields[f"how_{key}"] = forms.ChoiceField(
                label=label, required=False, choices=[*WAYS, *own], initial=initial
            )
            self.fields[f"file_{key}"] = forms.FileField(
                label=_("Scan or photo of: %(paper)s") % {"paper": need.paper.name},
                required=False,
                widget=forms.FileInput(attrs={"accept": PAPERS.accept}),
            )

    def lines(self) -> list[tuple[Need, forms.BoundField, forms.BoundField]]:
        """Each paper with its two fields, for the page."""
        return [(need, self[f"how_{need.paper.key}"], self[f"file_{need.paper.key}"]) for need in self.needs]

    def handed(self) -> list[Handed]:
        """What was handed in; a scan without a word counts as the original that was scanned."""
        return [one for need in self.needs if (one := self._handed(need.paper.key))]

    @property
    def scans(self) -> "dict[str, UploadedFile]":
        found = ((need.paper.key, self.cleaned_data.get(f"file_{need.paper.key}")) for need in self.needs)
        return {key: file for key, file in found if file}

    def _handed(self, key: str) -> Handed | None:
        how, file = self.cleaned_data.get(f"how_{key}", ""), self.cleaned_data.get(f"file_{key}")
        if how.startswith(KEPT):
            return Handed(listed=key, brought=Brought.REUSED, kept=UUID(how.removeprefix(KEPT)))
        if how:
            return Handed(listed=key, brought=Brought(how), seen=how == Brought.ORIGINAL)
        return Handed(listed=key, brought=Brought.ORIGINAL, seen=True) if file else None
