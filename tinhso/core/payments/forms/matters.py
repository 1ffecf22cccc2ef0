"""What becomes of money that waits."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.domain.rails import GATEWAYS
from tinhso.core.payments.domain.states import Settlement
from tinhso.core.payments.domain.words import RAIL_WORDS, WAY_WORDS
from tinhso.kit.forms import Form


class SettleForm(Form):
    """The way, and what that way asks for."""

    how = forms.ChoiceField(label=_("What shall become of it?"), widget=forms.RadioSelect)
    code = forms.CharField(label=_("Code of the payment it was meant for"), max_length=19, required=False)
    rail = forms.ChoiceField(
        label=_("Which gateway"),
        choices=[("", "–"), *((rail.value, RAIL_WORDS[rail]) for rail in sorted(GATEWAYS))],
        required=False,
    )
    days = forms.IntegerField(label=_("Days to pay the rest"), min_value=1, max_value=90, initial=14, required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def offer(self, ways: Iterable[Settlement]) -> None:
        """Offer the ways of this kind, and only the fields that one of them asks for."""
        offered = list(ways)
        field = self.fields["how"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(way.value, WAY_WORDS[way]) for way in offered]
        asked = {"code": Settlement.ATTACHED, "rail": Settlement.PAYOUT, "days": Settlement.REST_ASKED}
        for name, way in asked.items():
            if way not in offered:
                del self.fields[name]


class ReasonForm(Form):
    """Why money goes back."""

    reason = forms.CharField(label=_("Why it goes back"), max_length=300)


class SlipForm(Form):
    """By what it went back."""

    slip = forms.CharField(label=_("Number of the transfer or slip"), max_length=80)


class StatementForm(Form):
    """A statement as the bank gave it."""

    file = forms.FileField(label=_("Statement (CSV or XLSX)"), max_length=140)


class PayeeForm(Form):
    """An account that money is paid to."""

    holder = forms.CharField(label=_("Name, as the bank prints it"), max_length=120)
    bank_bin = forms.ChoiceField(label=_("Bank"))
    number = forms.CharField(label=_("Account number"), max_length=30)
