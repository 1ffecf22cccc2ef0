"""What a registrar chooses for the wall."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from tinhso.operations.wall.domain.verdicts import BETTER_WORDS, Better
from tinhso.operations.wall.models.tiles import LONGEST
from tinhso.warehouse.definitions import known


def _numbers() -> list[tuple[str, Any]]:
    return sorted(((code, lazystr(one.title)) for code, one in known().items()), key=lambda both: str(both[1]))


class TileForm(forms.Form):
    """One tile."""

    indicator = forms.ChoiceField(label=_("Which number"), choices=_numbers)
    days = forms.IntegerField(
        label=_("Over how many days"), min_value=1, max_value=LONGEST, help_text=_("Of what stands, the last known.")
    )
    target = forms.FloatField(
        label=_("Target"), required=False, min_value=0, help_text=_("In percent for a share. Empty: there is none.")
    )
    better = forms.ChoiceField(
        label=_("What is good"), choices=[(one.value, words) for one, words in BETTER_WORDS.items()]
    )
    source = forms.CharField(
        label=_("Where the target comes from"), required=False, max_length=200,
        help_text=_("A decision, a resolution, a plan."),
    )  # fmt: skip

    def chosen(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data | {"better": Better(self.cleaned_data["better"])}
