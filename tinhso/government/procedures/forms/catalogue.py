"""What the keeper of the catalogue may type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.domain.catalogue import Level
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.kit.forms import Form

WHERE_WORDS = {
    Where.OWN: _("On our own pages"),
    Where.NATIONAL: _("On the national portal"),
    Where.BOTH: _("On both, as people like"),
}


class ImportForm(Form):
    """A procedure as a file, and the day from which it applies."""

    document = forms.FileField(label=_("File with the procedure (JSON)"))
    valid_from = forms.DateField(label=_("Applies from"), widget=forms.DateInput(attrs={"type": "date"}))


class SuspendForm(Form):
    """Why nobody may file it for now."""

    why = forms.CharField(
        label=_("Why, said to everyone"),
        help_text=_("For example: “Decree 46/2026 is suspended until 1 March.”"),
        max_length=300,
    )


class FilingForm(Form):
    """Where each level is filed on line."""

    full = forms.ChoiceField(label=_("All of it on line"), choices=WHERE_WORDS.items(), widget=forms.RadioSelect)
    partial = forms.ChoiceField(label=_("Partly on line"), choices=WHERE_WORDS.items(), widget=forms.RadioSelect)

    @classmethod
    def now(cls) -> dict[str, str]:
        """What is chosen today."""
        return {level.value: where_to_file(level).value for level in (Level.FULL, Level.PARTIAL)}
