"""What a member types at the door of a house."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.domain.words import RELATION_WORDS, Relation
from tinhso.core.people.forms import MEMBERS, READS, PersonForm
from tinhso.kit.forms import Form, Told, YearField


class SeatForm(Form):
    """In which house somebody lives, and what they are to its head. The phone knows the houses of the village.

    `renewed`: what a phone must base its next try on, after a conflict.
    """

    household = forms.UUIDField(required=False, widget=forms.HiddenInput)
    relation = forms.TypedChoiceField(
        label=_("What they are to the head"),
        required=False,
        coerce=Relation,
        empty_value=None,
        choices=[("", _("Not known")), *((relation, RELATION_WORDS[relation]) for relation in MEMBERS)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.renewed: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("household") and not said.get("relation"):
            self.add_error("relation", _("Say what they are to the head of this house."))
        return said


class NewcomerForm(PersonForm, SeatForm):
    """A neighbour whom the register does not know. `seen`: that who sends it saw whom they look like."""

    village = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    number = Told(
        IdentityNumber.read,
        label=_("Identity number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["data-title"] = True

    def told(self) -> Particulars:
        return replace(super().told(), number=self.cleaned_data["number"])


class NeighbourForm(SeatForm):
    """What a member puts right at the door."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.CharField(max_length=16, widget=forms.HiddenInput)
    birth_year = YearField(label=_("Year of birth"), required=False, min_value=1890, max_value=2100)
    can_read = forms.ChoiceField(label=_("Reading"), required=False, choices=READS)
    speaks = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    reads = forms.MultipleChoiceField(
        label=_("Languages read"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    phone = Told(
        read_phone,
        label=_("New phone number, when it changed"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, one.name) for one in languages().values()]
        for name in ("speaks", "reads"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = known

    def changed(self, known: Particulars) -> Particulars:
        """What is known, with what was typed. The day of birth stays while its year does."""
        said = self.cleaned_data
        same_year = said["birth_year"] in (None, known.year)
        return replace(
            known,
            born=known.born if same_year else None,
            birth_year=known.birth_year if same_year else said["birth_year"],
            can_read={"yes": True, "no": False}.get(said["can_read"]),
            speaks=tuple(sorted(said["speaks"])),
            reads=tuple(sorted(said["reads"])),
            phone=said["phone"] or known.phone,
        )
