"""Which numbers someone asks for: from when to when, where, of what."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.period import PeriodForm, days_said
from tinhso.government.procedures.domain.words import FIELDS
from tinhso.government.procedures.models.numbers import SEE, Scope
from tinhso.kit.actors import Rights


class ScopeForm(PeriodForm):
    """Days, a commune, an office, and if wanted a field of work."""

    permission = SEE
    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, rights=rights, **kwargs)
        self.choose_from("field", [(code, sign.title) for code, sign in FIELDS.items()])

    @property
    def scope(self) -> Scope:
        said = self.cleaned_data
        return Scope(
            first=said["first"],
            last=said["last"],
            place=self.named("place"),
            agency=self.named("agency"),
            field=said["field"],
        )


def this_month(today: date) -> dict[str, Any]:
    """What is asked for when nothing is said."""
    return days_said(today.replace(day=1), today)
