"""What is typed to set a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form
from tinhso.operations.strategy.actions.strategies import Aim
from tinhso.operations.strategy.models import Target, TargetVersion


def year_field(label: Any, *, required: bool = True) -> forms.IntegerField:
    """A year, which nobody writes with a dot between its thousands."""
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=1990, max_value=2100, required=required, widget=box)


class TargetForm(Form):
    """A value to reach by a year, from where, and why."""

    value = forms.DecimalField(label=_("What is to be reached"), max_digits=20, decimal_places=4)
    year = year_field(_("By the end of which year"))
    baseline = forms.DecimalField(label=_("From where it begins"), max_digits=20, decimal_places=4, required=False)
    baseline_year = year_field(_("In which year that was"), required=False)
    reason = forms.CharField(label=_("Why is it set so? Everyone who sees the target reads it."), max_length=300)

    def __init__(self, *args: Any, target: Target, version: TargetVersion | None, **kwargs: Any) -> None:
        if version:
            names = ("value", "year", "baseline", "baseline_year")
            told = {name: getattr(version, name) for name in names}
            kwargs["initial"] = {
                name: one.normalize() if name in ("value", "baseline") and one is not None else one
                for name, one in told.items()
            }
        super().__init__(*args, **kwargs)
        for name in ("value", "baseline"):
            self.fields[name].help_text = _("In: %(unit)s") % {"unit": target.measured_in.title}

    @property
    def aim(self) -> Aim:
        return Aim(**self.cleaned_data)
