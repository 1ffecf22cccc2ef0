"""Handing in what is hard to read: asked for again once, then taken from whoever has looked at it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.actions.reading import HardToRead
from tinhso.kit.forms import Form


class KnowingForm(Form):
    """A form with scans; the tick appears only after a scan was found hard to read."""

    as_it_is = forms.BooleanField(
        label=_("I have looked at it. It cannot be done better; take it as it is."),
        required=False,
        widget=forms.HiddenInput,
    )

    def doubt(self, refusal: HardToRead, field: str = "{}") -> None:
        """Say at each scan what is wrong, and let it be handed in knowingly. `field`: its field's name by its line."""
        self.fields["as_it_is"].widget = forms.CheckboxInput()
        self.order_fields([name for name in self.fields if name != "as_it_is"])
        for lack in refusal.lacks:
            self.add_error(field.format(lack.key), lack.sentence)
