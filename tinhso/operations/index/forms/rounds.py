"""Beginning a round: by which version, for which year, who verifies."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form, YearField
from tinhso.operations.index.domain.catalogue import Level
from tinhso.operations.index.models import CatalogueVersion


class RoundForm(Form):
    version = forms.ModelChoiceField(CatalogueVersion.objects.none(), label=_("By which catalogue"))
    year = YearField(label=_("For which year"), min_value=2000, max_value=2100)
    verifier = forms.ModelChoiceField(Organisation.objects.none(), label=_("Which office verifies"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": today.year}, **kwargs)
        offices = Organisation.objects.current().agencies().filter(place=Place.objects.home()).order_by("name")
        for name, offered in (("version", CatalogueVersion.objects.published().listed()), ("verifier", offices)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = offered

    @property
    def said(self) -> dict[str, Any]:
        """As the action takes it: the days of the year, and the province or every commune that stood at its end."""
        typed, home = self.cleaned_data, Place.objects.home()
        days = (date(typed["year"], 1, 1), date(typed["year"], 12, 31))
        communes = Place.objects.communes().within(home).on(days[1])
        places = [home] if typed["version"].level == Level.PROVINCE else list(communes.by_name())
        return {
            "version": typed["version"], "year": typed["year"], "days": days, "places": places,
            "verifier": typed["verifier"],
        }  # fmt: skip
