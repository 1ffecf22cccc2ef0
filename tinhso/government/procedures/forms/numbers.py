"""Which numbers someone asks for: from when to when, where, of what."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.government.procedures.domain.words import FIELDS
from tinhso.government.procedures.models.numbers import SEE, Scope
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form


class ScopeForm(Form):
    """Days, and if wanted a commune, an office, a field: only those that the asker may look into."""

    first = forms.DateField(label=_("From"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    last = forms.DateField(label=_("To"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Commune"), required=False, to_field_name="code")
    agency = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Office"), required=False, to_field_name="uuid"
    )
    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, agencies = rights.places(SEE), rights.agencies(SEE)
        communes = Place.objects.current().communes().by_name()
        offices = Organisation.objects.current().offices().order_by("sort_key")
        self._offer("place", communes if places is None else communes.filter(pk__in=places))
        self._offer("agency", offices if agencies is None else offices.filter(pk__in=agencies))
        field = self.fields["field"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *((code, sign.title) for code, sign in FIELDS.items())]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"first", "last"} <= said.keys() and said["first"] > said["last"]:
            self.add_error("last", _("The last day lies before the first. Change one of them."))
        return said

    @property
    def scope(self) -> Scope:
        said = self.cleaned_data
        return Scope(
            first=said["first"],
            last=said["last"],
            place=said["place"].pk if said["place"] else None,
            agency=said["agency"].pk if said["agency"] else None,
            field=said["field"],
        )

    def _offer(self, name: str, found: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset, field.empty_label = found, str(_("All"))


def this_month(today: date) -> dict[str, Any]:
    """What is asked for when nothing is said."""
    return {"first": today.replace(day=1).strftime("%d/%m/%Y"), "last": today.strftime("%d/%m/%Y")}
