"""Which numbers someone asks for: from when to when, where, about what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.period import PeriodForm, days_said
from tinhso.government.petitions.models import Topic
from tinhso.government.petitions.models.numbers import SEE, Scope
from tinhso.kit.actors import Rights

A_QUARTER = timedelta(days=91)


class ScopeForm(PeriodForm):
    """Days, a commune, an office, and if wanted a topic with all below it."""

    permission = SEE
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, rights=rights, **kwargs)
        self.choose_from("topic", [(one.code, one.title) for one in Topic.objects.tops().in_order()])

    @property
    def scope(self) -> Scope:
        said = self.cleaned_data
        return Scope(
            first=said["first"],
            last=said["last"],
            place=self.named("place"),
            agency=self.named("agency"),
            topic=said["topic"],
        )


def a_quarter(today: date) -> dict[str, Any]:
    """What is asked for when nothing is said."""
    return days_said(today - A_QUARTER, today)
