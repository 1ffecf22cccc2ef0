"""What is typed to set a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form, YearField
from tinhso.operations.strategy.actions.strategies import Aim
from tinhso.operations.strategy.models import Target, TargetVersion

FIRST_YEAR, LAST_YEAR = 1990, 2100


class TargetForm(Form):
    """A value to reach by a year, from where, and why."""

    value = forms.DecimalField(label=_("What is to be reached"), max_digits=20, decimal_places=4)
    year = YearField(label=_("By the end of which year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    baseline = forms.DecimalField(label=_("From where it begins"), max_digits=20, decimal_places=4, required=False)
    baseline_year = YearField(
        label=_("In which year that was"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
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
