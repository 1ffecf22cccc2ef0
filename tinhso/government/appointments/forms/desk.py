"""What officers type about queues and counters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.government.appointments.models import Counter, Matter
from tinhso.kit.forms import Form


class SendOnForm(Form):
    """Where somebody goes next: `counter:…` or `matter:…`."""

    to = forms.ChoiceField(label=_("Where do they go?"), error_messages={"required": _("Choose where they go.")})

    def __init__(self, *args: Any, counters: Sequence[Counter], matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                *((f"counter:{one.uuid}", _("Counter %(number)s") % {"number": one.number}) for one in counters),
                *((f"matter:{one.code}", one.title) for one in matters),
            ]


class CodeForm(Form):
    """The end of a code, as one types it on a big keypad."""

    code = forms.CharField(
        label=_("The last four digits of the code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Type the last four digits.")},
    )


class CounterForm(Form):
    """A counter and what it serves."""

    number = forms.IntegerField(label=_("Number of the counter"), min_value=1, max_value=99)
    serves = forms.MultipleChoiceField(
        label=_("What it serves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what this counter serves.")},
    )

    def __init__(self, *args: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["serves"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.code, one.title) for one in matters]


class BookingForm(Form):
    """How hours are booked."""

    slot_minutes = forms.IntegerField(label=_("Minutes of one hour that is booked"), min_value=5, max_value=120)
    per_slot = forms.IntegerField(label=_("How many may book the same one"), min_value=0, max_value=20)
    days_ahead = forms.IntegerField(label=_("How many days ahead"), min_value=0, max_value=90)
    booked_first = forms.IntegerField(
        label=_("Minutes by which a booked hour counts earlier"), min_value=0, max_value=240
    )
    grace = forms.IntegerField(label=_("Minutes one may be late"), min_value=0, max_value=60)


class OpeningForm(Form):
    """Hours beside those of the calendar."""

    day = forms.DateField(label=_("Day"), input_formats=["%d/%m/%Y"], help_text=_("for example 26/11/2026"))
    begins = forms.TimeField(label=_("Begins at"), input_formats=["%H:%M"])
    ends = forms.TimeField(label=_("Ends at"), input_formats=["%H:%M"])
    why = forms.CharField(label=_("Why"), max_length=120)


class FindForm(Form):
    """Who comes, if they want to be named."""

    q = forms.CharField(label=_("Find by name, or by the whole identity number"), required=False, max_length=100)
