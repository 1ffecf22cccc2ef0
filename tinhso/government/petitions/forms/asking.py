"""What somebody asks an office that opened their data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import Text
from tinhso.government.petitions.forms.reporting import VoiceField
from tinhso.kit.forms import Form


class WhyOpenedForm(Form):
    """The question stands already; more may be said."""

    voice = VoiceField("voice", label=_("Speak instead of writing"))
    words = Text(
        label=_("Do you want to say more?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
