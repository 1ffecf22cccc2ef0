"""What is typed to write a rule, or to stop one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tinhso.kit.forms import Form
from tinhso.operations.alerts.domain.rules import LONGEST_LOOK, LONGEST_WAIT, RuleTold
from tinhso.operations.alerts.domain.words import KIND_WORDS, LEVEL_WORDS, SIDE_WORDS, Kind, Level, Side
from tinhso.operations.alerts.models import Rule, RuleVersion
from tinhso.warehouse.definitions import known


class NewRuleForm(Form):
    """What a rule is called; what it says comes after."""

    code = forms.SlugField(label=_("Code, in Latin letters"), max_length=40)
    title = forms.CharField(label=_("What it is called"), max_length=60)


class DraftForm(Form):
    """What a rule says."""

    indicator = forms.ChoiceField(label=_("Which number"))
    kind = forms.ChoiceField(label=_("What is looked at"), choices=[(one.value, KIND_WORDS[one]) for one in Kind])
    side = forms.ChoiceField(label=_("Which side is bad"), choices=[(one.value, SIDE_WORDS[one]) for one in Side])
    value = forms.FloatField(
        label=_("The value"), required=False, help_text=_("Shares in percent. Not wanted where nothing comes in.")
    )
    clear = forms.FloatField(
        label=_("It ends at"), required=False, help_text=_("On the good side of the value, so that it does not flap.")
    )
    window = forms.IntegerField(
        label=_("Days taken together"), min_value=1, max_value=LONGEST_LOOK,
        help_text=_("Also: how long nothing may come in, and the days that a line is drawn through."),
    )  # fmt: skip
    back = forms.IntegerField(
        label=_("Days before, or days ahead"), min_value=1, max_value=LONGEST_LOOK,
        help_text=_("For a change: compared with so many days before. For a forecast: so many days ahead."),
    )  # fmt: skip
    hold_hours = forms.IntegerField(
        label=_("Bad for so many hours before it fires"), min_value=0, max_value=LONGEST_WAIT
    )
    keep_hours = forms.IntegerField(
        label=_("Good for so many hours before it ends"), min_value=0, max_value=LONGEST_WAIT
    )
    level = forms.ChoiceField(label=_("Where it looks"), choices=[(one.value, LEVEL_WORDS[one]) for one in Level])
    urgent = forms.BooleanField(label=_("Tell at night, too"), required=False)
    inhibits = forms.MultipleChoiceField(
        label=_("Rules that keep silent while this one fires"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why it says so"), max_length=300)

    def __init__(self, *args: Any, rule: Rule, last: RuleVersion | None, **kwargs: Any) -> None:
        told = last.told.model_dump(mode="json") if last else {"window": 1, "back": 7, "hold_hours": 0, "keep_hours": 0}
        whole = {name: int(one) for name, one in told.items() if isinstance(one, float) and one == int(one)}
        kwargs["initial"] = told | whole | {"reason": last.reason if last else ""}
        super().__init__(*args, **kwargs)
        others = Rule.objects.standing().exclude(pk=rule.pk).order_by("code")
        numbers = sorted((str(one.title), code) for code, one in known().items())
        self._offer("indicator", [(code, f"{title} ({code})") for title, code in numbers])
        self._offer("inhibits", [(one.code, one.title) for one in others])
        if not others:
            del self.fields["inhibits"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def told(self) -> RuleTold:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return RuleTold.model_validate(typed)


class RetireForm(Form):
    """Why a rule looks no more."""

    reason = forms.CharField(label=_("Why does it look no more?"), max_length=300)


DAYS = (1, 2, 3, 7, 14, 31)


class SilenceForm(Form):
    """For how long nobody is told, and why."""

    days = forms.ChoiceField(label=_("For how long"))
    reason = forms.CharField(label=_("Why is nobody to be told?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one), ngettext("%(n)s day", "%(n)s days", one) % {"n": one}) for one in DAYS]
