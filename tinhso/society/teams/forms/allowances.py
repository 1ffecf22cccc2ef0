"""What the keeper of the rules and an approving person type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form
from tinhso.society.teams.models import AllowanceRule


class ReturnForm(Form):
    """Why the sheet goes back."""

    note = forms.CharField(label=_("What is to be put right?"), max_length=300)


class RuleForm(Form):
    """Another amount for a rule, from a day on."""

    code = forms.ChoiceField(label=_("For what"))
    amount = forms.IntegerField(label=_("Amount in đồng"), min_value=0, max_value=100_000_000)
    most = forms.IntegerField(
        label=_("Times a month that are paid, 0 without end"), min_value=0, max_value=100, required=False
    )
    begins = forms.DateField(label=_("From which day"))

    def __init__(self, *args: Any, rules: list[AllowanceRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = {one.code: one for one in rules}
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, one.title) for code, one in self.rules.items()]

    @property
    def rule(self) -> AllowanceRule:
        """The next life of the rule: all as before but the amount, how often, and from when."""
        told, before = self.cleaned_data, self.rules[self.cleaned_data["code"]]
        return AllowanceRule(
            code=before.code, titles=before.titles, per=before.per, position=before.position, activity=before.activity,
            amount=told["amount"], most=told["most"] or 0, begins=told["begins"],
        )  # fmt: skip
