"""What a person may type about organisations."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.actions import Details
from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.domain.taxes import TaxCode
from tinhso.core.organisations.domain.words import KIND_WORDS, Kind
from tinhso.core.organisations.models import Organisation, OrganisationQuerySet
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.places.models import Place
from tinhso.core.places.models.place import PlaceQuerySet
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form, Told

if TYPE_CHECKING:
    PlaceChoice = forms.ModelChoiceField[Place]
else:
    PlaceChoice = forms.ModelChoiceField  # generic for the type checker only


class NamedPlace(PlaceChoice):
    """A place, named in full."""

    def label_from_instance(self, obj: Place) -> str:
        return obj.full_name


class DetailsForm(Form):
    """Correcting what is kept."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    electronic_id = Told(ElectronicId.read, label=_("Electronic identifier"), required=False, max_length=100)
    tax_code = Told(TaxCode.read, label=_("Tax code"), required=False, max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = Told(read_phone, label=_("Phone"), required=False, max_length=100)
    hours = forms.CharField(label=_("Opening hours"), max_length=200, required=False)
    ask = forms.CharField(label=_("Whom to ask"), max_length=200, required=False)


class RegisterForm(DetailsForm):
    """Registering an organisation."""

    kind = forms.TypedChoiceField(label=_("Kind"), coerce=Kind, choices=KIND_WORDS.items())
    place = NamedPlace(Place.objects.none(), label=_("Located in"), to_field_name="uuid")
    parent = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Belongs to"), to_field_name="uuid", required=False
    )
    since = forms.DateField(label=_("Began on"))
    field_order = ("kind", "name", "short_name", "parent", "place", "since")

    def offer(self, places: PlaceQuerySet, offices: OrganisationQuerySet) -> None:
        """Give the places and offices to choose from."""
        for name, choices in (("place", places), ("parent", offices)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices

    def told(self) -> Details:
        """What was typed."""
        return Details(**self.cleaned_data)


class CloseForm(Form):
    on = forms.DateField(label=_("Last day"))


def places_for(rights: Rights) -> PlaceQuerySet:
    """Where the asker keeps organisations: provinces and communes that stand."""
    standing = Place.objects.current().filter(kind__in=("province", "commune")).by_name()
    places = rights.places("keep_organisations")
    return standing if places is None else standing.filter(pk__in=places)


def known(organisation: Organisation) -> dict[str, Any]:
    """What is kept, as the beginning of a form."""
    names = ("name", "short_name", "electronic_id", "tax_code", "address", "hours", "ask")
    return {name: getattr(organisation, name) for name in names} | {"phone": organisation.phone_said}
