"""What an officer says about a fee."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form


class FeeForm(Form):
    """How much it is."""

    amount = forms.IntegerField(label=_("How much, in đồng"), min_value=1, max_value=9_999_999_999)


class WaiveForm(Form):
    """Why nothing is owed."""

    reason = forms.CharField(label=_("Why nothing has to be paid"), max_length=300)
