"""At the counter: which payment, which till, what was counted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.models import Till
from tinhso.kit.forms import Form


class FindForm(Form):
    """The code on the payer's slip or screen."""

    code = forms.CharField(label=_("Code of the payment"), max_length=40, required=False)


class CashForm(Form):
    """Which till takes it, and that the notes were counted."""

    till = forms.ModelChoiceField(
        label=_("Till"), queryset=Till.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    counted = forms.BooleanField(label=_("I have counted the notes in front of the payer"))


class CloseForm(Form):
    """What lies in the till in the evening."""

    counted = forms.IntegerField(label=_("Counted, in đồng"), min_value=0, max_value=9_999_999_999)
    reason = forms.CharField(label=_("Why it differs from the slips"), max_length=300, required=False)
