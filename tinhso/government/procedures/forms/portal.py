"""What a person may type about the exchange with the national portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.actions.exchange.settling import WAYS
from tinhso.government.procedures.domain.portal import Kind
from tinhso.government.procedures.models import Settled
from tinhso.kit.forms import Form

WAY_WORDS = {
    Settled.AGAIN: _("Send ours again"),
    Settled.TAKEN: _("Take theirs in"),
    Settled.THEIRS: _("Follow the portal: do the step that leads there"),
    Settled.NOTED: _("It may stay so, because …"),
}


class SettleForm(Form):
    """How a disagreement is settled; only the ways that fit its kind are offered."""

    how = forms.ChoiceField(label=_("What shall be done?"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Why it may stay so"), max_length=500, required=False)

    def offer(self, kind: Kind) -> None:
        """Give the ways of this kind."""
        field = self.fields["how"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(way.value, WAY_WORDS[way]) for way in WAYS[kind]]
