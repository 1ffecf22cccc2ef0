"""Figures of a component, what shows them, what the verifier says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.kit.forms import Form, NumberBox
from tinhso.operations.index.domain.catalogue import Component, Figure
from tinhso.operations.index.domain.words import FIGURES
from tinhso.operations.index.models import Claim

YES = [("1", _("Yes")), ("0", _("No"))]


class ClaimForm(Form):
    """The declared figures of one component; one left open is not known, never 0."""

    def __init__(self, *args: Any, component: Component, claim: Claim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_told(claim), **kwargs)
        declared = [figure for figure in component.figures if not figure.terms]
        self.keys = [figure.key for figure in declared]
        for figure in declared:
            self.fields[figure.key] = _field(figure)
        self.fields["note"] = forms.CharField(label=_("A word about it"), required=False, max_length=300)

    @property
    def figures(self) -> dict[str, float]:
        """What was typed, without what was left open. The form must be valid."""
        typed = {key: self.cleaned_data.get(key) for key in self.keys}
        return {key: float(value) for key, value in typed.items() if value not in (None, "")}


def _told(claim: Claim | None) -> dict[str, object]:
    if claim is None:
        return {}
    return {key: int(value) if value == int(value) else value for key, value in claim.figures.items()} | {
        "note": claim.note
    }


def _field(figure: Figure) -> forms.Field:
    label = figure.title or FIGURES.get(figure.key, figure.key)
    if figure.key == "yes":
        return forms.ChoiceField(label=str(label), choices=YES, required=False, widget=forms.RadioSelect)
    told = f"{label} ({figure.unit})" if figure.unit else str(label)
    box = NumberBox({"inputmode": "decimal"})
    return forms.DecimalField(label=told, required=False, max_digits=18, widget=box)


class LinkForm(Form):
    link = forms.URLField(label=_("Address on the net"), max_length=300, assume_scheme="https")
    title = forms.CharField(label=_("What it shows"), max_length=160)


class FileForm(Form):
    upload = forms.FileField(label=_("A paper, a photo or a sheet"))
    title = forms.CharField(label=_("What it shows"), max_length=160, required=False)


class VerifyForm(Form):
    """How much of the maximum the verifier agrees to, and why if it is another."""

    share = forms.DecimalField(label=_("How much of the maximum, in %"), min_value=0, max_value=100, max_digits=6)
    why = forms.CharField(label=_("Why it differs"), required=False, max_length=300)


class ReasonForm(Form):
    reason = forms.CharField(label=_("What is to be put right?"), max_length=300)
