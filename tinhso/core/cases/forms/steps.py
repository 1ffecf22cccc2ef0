"""What an officer may type for the engine's own steps: to whom, why, by how much."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.owners import OFFICER, seats
from tinhso.core.cases.domain.definition import Span, Unit
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.teams import colleagues_of, open_of
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form, NumberBox

MOST_DAYS = 30


class StepForm(Form):
    """A form about a case, for someone with rights at a moment."""

    def __init__(self, *args: Any, case: Case, rights: Rights, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.rights, self.at = case, rights, at
        self.offer()

    def offer(self) -> None:
        """Fill the choices from the case; most forms have none."""

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form heard, as the action takes it."""
        return self.cleaned_data


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(StepForm):
    reason = _reason()


class GiveForm(StepForm):
    """A colleague, with what they have on their desk already."""

    to = forms.ModelChoiceField(Account.objects.none(), to_field_name="uuid", label=_("Colleague"))

    def offer(self) -> None:
        able = {seat.account for seat in seats(self.case, self.case.role or OFFICER, at=self.at)}
        found = [one for one in colleagues_of(self.rights, at=self.at) if one.pk in able - {self.case.owner_id}]
        loads, field = open_of(one.pk for one in found), self.fields["to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Account.objects.filter(pk__in=[one.pk for one in found])
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.uuid, _with_load(one, loads.get(one.pk, 0))) for one in found]


class HandOverForm(StepForm):
    agency = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="uuid", label=_("Office"))
    reason = _reason()

    def offer(self) -> None:
        _offer_offices(self.fields["agency"], self.case)


class AskForm(StepForm):
    """The offices that are asked at the same time, what they are asked, and until when they answer."""

    agencies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        to_field_name="uuid",
        label=_("Offices"),
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.CharField(
        label=_("What do you ask them?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    days = forms.IntegerField(
        label=_("Working days to answer"), min_value=1, max_value=MOST_DAYS, initial=2, widget=NumberBox()
    )

    def offer(self) -> None:
        _offer_offices(self.fields["agencies"], self.case)

    @property
    def said(self) -> dict[str, Any]:
        """The days as the span of working days that each office has."""
        return self.cleaned_data | {"term": Span.of({"unit": Unit.WORKING_DAYS, "value": self.cleaned_data["days"]})}


class ExtendForm(StepForm):
    days = forms.DecimalField(label=_("By how much"), min_value=0, decimal_places=1, widget=NumberBox())
    reason = _reason()

    def offer(self) -> None:
        rule = self.case.blueprint.extension
        if rule:
            self.fields["days"].help_text = said_most(rule.at_most)
            self.fields["days"].initial = rule.at_most.value


def said_most(span: Span) -> str:
    """At most so many of a unit, in words."""
    number = int(span.value) if span.value == int(span.value) else float(span.value)
    units = {
        Unit.WORKING_DAYS: ngettext("At most %(n)s working day.", "At most %(n)s working days.", number),
        Unit.WORKING_HOURS: ngettext("At most %(n)s working hour.", "At most %(n)s working hours.", number),
    }
    return units.get(span.unit, ngettext("At most %(n)s day.", "At most %(n)s days.", number)) % {"n": number}


def _with_load(one: Account, load: int) -> str:
    return ngettext("%(name)s, %(n)s case", "%(name)s, %(n)s cases", load) % {"name": one.called, "n": load}


def _offer_offices(field: forms.Field, case: Case) -> None:
    """Standing offices: those of the commune first, then the province's, then the other communes'."""
    if not isinstance(field, forms.ModelChoiceField):
        return
    offices = Organisation.objects.current().offices().exclude(pk=case.agency_id)
    near = offices.filter(place=case.place_id).order_by("sort_key")
    whole = offices.filter(place__kind="province").order_by("sort_key")
    others = offices.agencies().filter(place__kind="commune").exclude(place=case.place_id).order_by("sort_key")
    field.queryset = offices
    field.choices = [
        *([] if isinstance(field, forms.ModelMultipleChoiceField) else [("", _("Choose one"))]),
        (_("In our commune"), _named(near)),
        (Place.objects.home().full_name, _named(whole)),
        (_("Other communes"), _named(others)),
    ]


def _named(offices: Iterable[Organisation]) -> list[tuple[Any, str]]:
    return [(office.uuid, office.name) for office in offices]
