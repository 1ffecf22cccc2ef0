"""Of which days, and where, somebody asks for numbers: only what they may look into is offered."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form


class PeriodForm(Form):
    """Days, and if wanted a commune and an office; `permission` says which of them."""

    permission = ""
    first = forms.DateField(label=_("From"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    last = forms.DateField(label=_("To"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Commune"), required=False, to_field_name="code")
    agency = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Office"), required=False, to_field_name="uuid"
    )

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, agencies = rights.places(self.permission), rights.agencies(self.permission)
        communes = Place.objects.current().communes().by_name()
        offices = Organisation.objects.current().offices().order_by("sort_key")
        self._offer("place", communes if places is None else communes.filter(pk__in=places))
        self._offer("agency", offices if agencies is None else offices.filter(pk__in=agencies))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"first", "last"} <= said.keys() and said["first"] > said["last"]:
            self.add_error("last", _("The last day lies before the first. Change one of them."))
        return said

    def named(self, field: str) -> int | None:
        """The key of the commune or the office that was chosen."""
        chosen = self.cleaned_data[field]
        return chosen.pk if chosen else None

    def choose_from(self, field: str, choices: list[tuple[str, Any]]) -> None:
        """Offer all, or one of these, in a field of choices."""
        found = self.fields[field]
        if isinstance(found, forms.ChoiceField):
            found.choices = [("", _("All")), *choices]

    def _offer(self, name: str, found: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset, field.empty_label = found, str(_("All"))


def days_said(first: date, last: date) -> dict[str, Any]:
    """What is asked for when nothing is said."""
    return {"first": first.strftime("%d/%m/%Y"), "last": last.strftime("%d/%m/%Y")}
