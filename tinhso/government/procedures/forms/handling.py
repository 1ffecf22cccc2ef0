"""The small forms of a step that no definition knows: which papers are asked for, what lies here, until when."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]


class AskForm(Form):
    """Which papers are asked for, and until when."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Which papers?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=gettext_lazy("Until when?"),
        required=False,
        input_formats=DAY_FORMATS,
        help_text=gettext_lazy("Empty: 30 days."),
        error_messages={"invalid": gettext_lazy("This is no day. Write day/month/year, for example 22/11/2026.")},
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["papers"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(papers)

    def clean_until(self) -> datetime | None:
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        if day <= self.today:
            raise ValidationError(_("Choose a day that is still to come."))
        return timezone.make_aware(datetime.combine(day, time(17)))


class HeldForm(Form):
    """Which of the papers that were asked for lie on the counter now."""

    held = forms.MultipleChoiceField(
        label=gettext_lazy("What did they bring?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what lies here.")},
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["held"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(papers)


class ToOfficeForm(Form):
    """Which office works on it."""

    office = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Which office works on it?"),
        required=False,
        to_field_name="uuid",
        empty_label=gettext_lazy("Ours"),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.current().offices().filter(place=place).order_by("sort_key")


class ApologyForm(Form):
    """Why it takes longer, and how many working days."""

    days = forms.IntegerField(
        label=gettext_lazy("How many working days longer?"),
        min_value=1,
        max_value=30,
        initial=3,
        error_messages={"required": gettext_lazy("Write the number."), "invalid": gettext_lazy("Write the number.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why? The applicant reads it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class ResultForm(Form):
    """The file of the result."""

    file = forms.FileField(
        label=gettext_lazy("The result as a PDF"),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": gettext_lazy("Choose the file."), "missing": gettext_lazy("Choose the file.")},
    )
