"""What a member types at the door of a house."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.forms import READS
from tinhso.kit.forms import Form, Told


class NeighbourForm(Form):
    """What a member puts right at the door. `renewed`: what a phone must base its next try on, after a conflict."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.CharField(max_length=16, widget=forms.HiddenInput)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1890, max_value=2100)
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
        self.renewed: dict[str, str] = {}
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
