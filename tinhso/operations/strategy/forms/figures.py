"""What is typed to declare a figure, or to withdraw it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import OFFICE
from tinhso.kit.forms import Form, YearField
from tinhso.operations.strategy.actions.figures import EvidenceWanted, FigureTold
from tinhso.operations.strategy.domain.tables import methods, said
from tinhso.operations.strategy.forms.targets import FIRST_YEAR, LAST_YEAR
from tinhso.operations.strategy.models import Target


class FigureForm(Form):
    """A figure of a year. Of a target with parts they are asked for, and what they are a share of."""

    year = YearField(label=_("Of which year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    value = forms.DecimalField(label=_("The figure"), max_digits=20, decimal_places=4, required=False)
    method = forms.ChoiceField(label=_("How it was counted"))
    evidence = forms.FileField(
        label=_("The paper that the figure stands in"), error_messages={"required": EvidenceWanted.sentence},
        widget=forms.ClearableFileInput(attrs={"accept": OFFICE.accept}),
    )  # fmt: skip

    def __init__(self, *args: Any, target: Target, this_year: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": this_year - 1, "method": target.method}
        super().__init__(*args, **kwargs)
        self.target = target
        self.fields["value"].help_text = _("In: %(unit)s") % {"unit": target.measured_in.title}
        method = self.fields["method"]
        if isinstance(method, forms.ChoiceField):
            method.choices = [(code, said(titles)) for code, titles in methods().items() if code != "counted"]
        self.fields["value"].required = not target.parts
        if target.parts:
            self._ask_for_parts()

    def _ask_for_parts(self) -> None:
        """Before the evidence: each part, then the whole."""
        evidence = self.fields.pop("evidence")
        for code, titles in self.target.parts.items():
            self.fields[f"part_{code}"] = _amount(said(titles))
        self.fields["whole"] = _amount(_("What the parts are a share of, where they are amounts (GRDP)"))
        self.fields["evidence"] = evidence

    @property
    def told(self) -> FigureTold:
        typed = self.cleaned_data
        parts: dict[str, Decimal] = {
            code: typed[f"part_{code}"] for code in self.target.parts if typed.get(f"part_{code}") is not None
        }
        return FigureTold(
            year=typed["year"], value=typed["value"], unit=self.target.unit, method=typed["method"], parts=parts,
            whole=typed.get("whole"),
        )  # fmt: skip


class WithdrawForm(Form):
    """Why a figure holds no more."""

    why = forms.CharField(label=_("Why does it hold no more?"), max_length=300)


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=24, decimal_places=4, required=False)
