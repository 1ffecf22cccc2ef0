"""What an engineer may type about the log."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a parked delivery will not be done."""

    reason = forms.CharField(label=_("Why will it not be done?"), max_length=300)
