"""What a person may type about places."""

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain import UNIT_TYPES, Kind
from tinhso.kit.forms import Form

LARGEST_FILE = 2_000_000
VILLAGE_TYPES = [(name, name) for name in UNIT_TYPES[Kind.VILLAGE]]


class ResolutionForm(Form):
    """A resolution with the table of its old and new units."""

    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("For example 1681/NQ-UBTVQH15"))
    title = forms.CharField(label=_("What it decides"), max_length=300)
    issued = forms.DateField(label=_("Day of issue"), help_text=_("For example 16/06/2025"))
    effective = forms.DateField(label=_("Takes effect on"), help_text=_("For example 01/07/2025"))
    table = forms.FileField(
        label=_("Table of units (CSV)"),
        validators=[FileExtensionValidator(["csv", "txt"])],
        help_text=_("One line for each old and new unit; at most 2 MB."),
    )

    def clean_table(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["table"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not a text file. Save the table as CSV (UTF-8).")) from error


class VillageForm(Form):
    """A new village of a commune."""

    unit_type = forms.ChoiceField(label=_("Kind of village"), choices=VILLAGE_TYPES)
    name = forms.CharField(label=_("Name"), max_length=120)


class CorrectionForm(Form):
    """The figures and the centre of a place."""

    area_km2 = forms.DecimalField(
        label=_("Area in km²"), required=False, min_value=0, max_value=99_999, decimal_places=2
    )
    population = forms.IntegerField(label=_("Population"), required=False, min_value=0, max_value=100_000_000)
    lat = forms.FloatField(label=_("Latitude of the centre"), required=False, min_value=7, max_value=24)
    lon = forms.FloatField(label=_("Longitude of the centre"), required=False, min_value=101, max_value=118)


class SettleForm(Form):
    """To which successor a row belongs: the successor's uuid."""

    new = forms.UUIDField(label=_("New place"))
