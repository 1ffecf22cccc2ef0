"""What somebody wants to try out: other shares of components, a budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form, NumberBox
from tinhso.operations.index.domain.scoring import Score

BILLION = 1_000_000_000


class BudgetForm(Form):
    billions = forms.DecimalField(
        label=_("How many billion đồng may it cost?"), min_value=0, max_value=100_000, max_digits=9, decimal_places=3
    )

    @property
    def budget(self) -> int:
        return int(self.cleaned_data["billions"] * BILLION)


class WhatIfForm(Form):
    """One box a component: how much of its maximum it would win, in %. What is left open stays as it is."""

    def __init__(self, *args: Any, score: Score, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = [(main.main, [one for one in main.components if one.component.is_scored]) for main in score.mains]
        self.keys = {_key(one.component.code): one for _main, scores in self.groups for one in scores}
        for key, one in self.keys.items():
            self.fields[key] = forms.DecimalField(
                label=str(one.component.title), required=False, min_value=0, max_value=100, max_digits=6,
                widget=NumberBox({"inputmode": "decimal"}),
            )  # fmt: skip

    @property
    def shares(self) -> dict[str, float]:
        """Component → part (0–1) of what was typed. The form must be valid."""
        typed = {self.keys[key].component.code: self.cleaned_data.get(key) for key in self.keys}
        return {code: float(value) / 100 for code, value in typed.items() if value is not None}


def _key(code: str) -> str:
    return f"c{code.replace('.', '_')}"
