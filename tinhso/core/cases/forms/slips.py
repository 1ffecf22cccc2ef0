"""What one types of a slip."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form


class SlipForm(Form):
    """The code and the nine digits of a slip."""

    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code; it stands at the top of the slip.")},
    )
    secret = forms.CharField(
        label=_("The nine digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Type the nine digits; they stand below the code.")},
    )
