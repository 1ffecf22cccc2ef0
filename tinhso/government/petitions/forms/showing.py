"""What an officer decides before all may see a petition: its words, its place, each of its pictures."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.actions.publishing import Looked, NotLookedAt
from tinhso.government.petitions.domain.blurring import NotARectangle, cells_of, parts_of
from tinhso.government.petitions.domain.words import LONGEST
from tinhso.kit.refusals import Refusal


class PartsUnreadable(Refusal):
    sentence = _("The marked parts of a picture could not be read. Mark them again.")
    field = "pictures"


class ShowForm(forms.Form):
    """The words that all shall read."""

    words = forms.CharField(
        label=_("What was reported, for all to read"),
        help_text=_("Leave out names, telephone numbers, house numbers: whatever tells who it is."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    answer = forms.CharField(
        label=_("The answer, for all to read"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    exact = forms.BooleanField(
        label=_("Show the exact place on the map"),
        help_text=_("Only where it is not somebody's home."),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, answered: bool, pointed: bool, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        if not answered:
            del self.fields["answer"]
        if not pointed:
            del self.fields["exact"]


def looked_at(data: QueryDict, photos: Sequence[UUID]) -> list[Looked]:
    """What was decided about each picture, by its number on the page. Raises NotLookedAt, PartsUnreadable."""
    found = []
    for number, file in enumerate(photos, 1):
        decided = data.get(f"photo_{number}", "")
        if decided not in ("show", "keep"):
            raise NotLookedAt
        try:
            parts = parts_of(data.get(f"parts_{number}", "")) + cells_of(data.getlist(f"cells_{number}"))
        except NotARectangle as wrong:
            raise PartsUnreadable from wrong
        found.append(Looked(file, tuple(parts) if decided == "show" else None))
    return found
