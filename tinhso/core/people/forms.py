"""What a person may type about people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.card import Claim
from tinhso.core.people.domain.names import TITLE_WORDS, TITLES_SAID, Name, Title
from tinhso.core.people.domain.numbers import FormerNumber, IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import ethnic_groups, languages
from tinhso.core.people.domain.words import (
    BASIS_WORDS,
    FORGET_WORDS,
    READ_WORDS,
    RELATION_WORDS,
    SEX_WORDS,
    Basis,
    ForgetReason,
    ReadReason,
    Relation,
    Sex,
)
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.places.models.place import PlaceQuerySet
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form, Told

COUNTED = ("commune", "village")
READS = (("", _("Nobody asked")), ("yes", _("Reads")), ("no", _("Does not read")))
AT_THE_DESK = (Basis.TOLD, Basis.SCANNED, Basis.SEEN)
MEMBERS = tuple(relation for relation in Relation if relation is not Relation.HEAD)

if TYPE_CHECKING:
    PlaceChoice = forms.ModelChoiceField[Place]
else:
    PlaceChoice = forms.ModelChoiceField  # generic for the type checker only


class PlaceField(PlaceChoice):
    """One of the places where the person may work; named in full."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Place.objects.none(), to_field_name="uuid", **kwargs)

    def label_from_instance(self, obj: Place) -> str:
        return f"{obj.full_name}, {obj.parent.full_name}" if obj.kind == "village" and obj.parent else obj.full_name


class HomeForm(Form):
    """A form that asks where someone lives."""

    home = PlaceField(label=_("Lives in"), empty_label=_("Choose the village or commune"))

    def offer_homes(self, places: PlaceQuerySet) -> None:
        """Give the places to choose from."""
        field = self.fields["home"]
        if isinstance(field, PlaceField):
            field.queryset = places


class SearchForm(Form):
    words = forms.CharField(label=_("Name, or a whole identity number"), max_length=100)


class ScanForm(Form):
    card = forms.CharField(
        label=_("Code of the identity card"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


class ContactForm(Form):
    """What everyone may say of themselves."""

    phone = Told(read_phone, label=_("Phone"), required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    title = forms.TypedChoiceField(label=_("How we call you"), required=False, coerce=Title, empty_value=None)
    can_read = forms.ChoiceField(label=_("Reading"), required=False, choices=READS)
    speaks = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    reads = forms.MultipleChoiceField(
        label=_("Languages read"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, one.name) for one in languages().values()]
        titles = [(title, f"{TITLES_SAID[title]} ({TITLE_WORDS[title]})") for title in Title]
        self._offer("speaks", known)
        self._offer("reads", [(one.code, one.name) for one in languages().values() if one.written])
        self._offer("title", [("", _("By age")), *titles])

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def contact(self) -> dict[str, Any]:
        """What was told, as fields of `Particulars`."""
        said = self.cleaned_data
        return {
            "phone": said["phone"],
            "title": said["title"],
            "can_read": {"yes": True, "no": False}.get(said["can_read"]),
            "speaks": tuple(said["speaks"]),
            "reads": tuple(said["reads"]),
        }


class PersonForm(ContactForm):
    """Correcting a person."""

    full_name = Told(Name.read, label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    born = Told(read_birth, label=_("Day or year of birth"), required=False)
    sex = forms.TypedChoiceField(label=_("Sex"), required=False, coerce=Sex, empty_value=None)
    ethnic_group = forms.TypedChoiceField(label=_("Ethnic group"), required=False, empty_value=None)
    field_order = ("number", "former_number", "full_name", "born", "sex", "ethnic_group", "home", "phone", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.code, group.name) for group in ethnic_groups().values()]
        self._offer("sex", [("", _("Not known")), *SEX_WORDS.items()])
        self._offer("ethnic_group", [("", _("Not known")), *groups])

    def told(self) -> Particulars:
        """What was typed."""
        said = self.cleaned_data
        born, year = said["born"] or (None, None)
        return Particulars(
            name=said["full_name"],
            born=born,
            birth_year=year,
            sex=said["sex"],
            ethnic_group=said["ethnic_group"],
            **self.contact(),
        )


class RegisterForm(PersonForm, HomeForm):
    """Registering a person, perhaps from what a scanner read."""

    number = Told(
        IdentityNumber.read,
        label=_("Identity number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    former_number = Told(
        FormerNumber.read,
        label=_("Number of the old paper card"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    basis = forms.TypedChoiceField(
        label=_("How is the number known?"),
        coerce=Basis,
        empty_value=Basis.TOLD,
        required=False,
        choices=[(basis, BASIS_WORDS[basis]) for basis in AT_THE_DESK],
    )

    def told(self) -> Particulars:
        said, told = self.cleaned_data, super().told()
        known = {"number": said["number"], "former_number": said["former_number"], "basis": said["basis"]}
        return Particulars(**_fields_of(told) | known | {"home": said["home"].pk})


class NumberForm(Form):
    number = Told(
        IdentityNumber.read,
        label=_("Identity number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    basis = forms.TypedChoiceField(
        label=_("How is the number known?"),
        coerce=Basis,
        choices=[(basis, BASIS_WORDS[basis]) for basis in AT_THE_DESK],
    )


REASONS = [(reason, words) for reason, words in READ_WORDS.items() if reason is not ReadReason.FILE]
"""Why a page is opened; opening a paper says so by itself."""


class ReadForm(Form):
    reason = forms.TypedChoiceField(
        label=_("Why do you look?"), coerce=ReadReason, choices=REASONS, widget=forms.RadioSelect
    )
    case = forms.CharField(
        label=_("Code of the case"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MoveForm(HomeForm):
    """Where someone lives now."""


class DeathForm(Form):
    died = forms.DateField(label=_("Day of death"), required=False)


class ForgetForm(Form):
    reason = forms.TypedChoiceField(
        label=_("Why?"), coerce=ForgetReason, choices=FORGET_WORDS.items(), widget=forms.RadioSelect
    )


class HouseholdForm(Form):
    number = forms.CharField(label=_("Number of the household"), max_length=20, required=False)
    address = forms.CharField(label=_("House, street or group"), max_length=200, required=False)


class JoinForm(Form):
    number = forms.CharField(label=_("Number of the household"), max_length=20)
    relation = forms.TypedChoiceField(
        label=_("What they are to the head"),
        coerce=Relation,
        choices=[(relation, RELATION_WORDS[relation]) for relation in MEMBERS],
    )


class KeepForm(Form):
    """Which of two stays, when they are one."""

    kept = forms.UUIDField(label=_("Who stays"))


def claimed(claim: Claim) -> dict[str, Any]:
    """What a scanned card says, as the beginning of a form."""
    return {
        "number": claim.number.digits,
        "former_number": claim.former_number.digits if claim.former_number else "",
        "full_name": claim.name.full,
        "born": f"{claim.born:%d/%m/%Y}" if claim.born else claim.birth_year,
        "sex": claim.sex,
        "basis": Basis.SCANNED,
    }


def known(person: Person) -> dict[str, Any]:
    """What the register knows of a person, as the beginning of a form."""
    return {
        "full_name": person.full_name,
        "born": f"{person.born:%d/%m/%Y}" if person.born else person.birth_year,
        "sex": person.sex,
        "ethnic_group": person.ethnic_group,
        "phone": person.phone_said,
        "title": person.title,
        "can_read": "" if person.can_read is None else "yes" if person.can_read else "no",
        "speaks": person.speaks,
        "reads": person.reads,
    }


def _fields_of(told: Particulars) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Particulars.__dataclass_fields__}


def places_for(rights: Rights, permission: str, *, near: Place | None = None) -> PlaceQuerySet:
    """Where the asker may do it: all communes, and villages where they are few enough to choose from."""
    standing = Place.objects.current().filter(kind__in=COUNTED).select_related("parent").by_name()
    places = rights.places(permission)
    if places is not None:
        return standing.filter(pk__in=places)
    around = {near.pk, near.parent_id} if near else set()
    return standing.filter(Q(kind="commune") | Q(parent__in=around - {None}))
