"""What an engineer types of a node, what its keeper types, and a bundle that somebody carries."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as NotSaid

from tinhso.core.cases.forms.places import PlaceField
from tinhso.core.nodes.domain.bundles import LARGEST
from tinhso.core.nodes.domain.passports import Asking
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form


class RegisterForm(Form):
    """What the node printed, and its commune."""

    asking = forms.CharField(
        label=_("What the node printed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    where = PlaceField(label=_("Commune"), max_length=200)

    def clean_asking(self) -> Asking:
        try:
            return Asking.model_validate_json(self.cleaned_data["asking"])
        except NotSaid as wrong:
            raise ValidationError(_("This is not what a node prints. Copy the whole line.")) from wrong

    def clean_where(self) -> Place:
        return Place.objects.get(uuid=self.cleaned_data["where"])


class BundleForm(Form):
    """A bundle from a memory stick. It is read, not kept: its signature says whose it is."""

    bundle = forms.FileField(label=_("The file on the stick"), max_length=200, allow_empty_file=False)

    def clean_bundle(self) -> Any:
        bundle = self.cleaned_data["bundle"]
        if bundle.size > LARGEST:
            raise ValidationError(_("This file is too large."))
        return bundle


class KeeperForm(Form):
    """The code that the machine gave when it joined."""

    code = forms.CharField(
        label=_("Code of this machine"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def refuse(self) -> None:
        """Say that it was another one."""
        self.add_error("code", _("This is not the code of this machine."))
