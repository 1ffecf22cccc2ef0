"""What a person may type about the calendar. A place is typed by name and found by the search."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.calendar.domain import Hours
from tinhso.core.calendar.models import KIND_TITLES
from tinhso.core.search.models import Row
from tinhso.kit.actors import Rights
from tinhso.kit.folding import fold
from tinhso.kit.forms import Form
from tinhso.kit.refusals import NotYours

PERMISSION = "edit_calendar"


class ScopeForm(Form):
    """A form about the whole country, or about one place typed by name. Give it the rights of the one who types."""

    place = forms.CharField(
        label=_("Only for this place"),
        required=False,
        max_length=120,
        help_text=_("Leave it empty for all places. Write for example Xã Mường Lạn."),
    )

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights
        self.order_fields([*(name for name in self.fields if name != "place"), "place"])

    def clean_place(self) -> int | None:
        """The id of the place, or None for all places."""
        typed = self.cleaned_data["place"].strip()
        return self._named(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """Refuse a place outside the asker's right."""
        given = self.cleaned_data
        if "place" in given and not in_reach(self.rights, given["place"]):
            self.add_error("place", str(NotYours.sentence))
        return given

    def _named(self, typed: str) -> int | None:
        rows = Row.objects.find(typed, rights=self.rights, kinds=["place"])
        same = [row for row in rows if fold(row.title) == fold(typed)] or rows
        if not same:
            raise forms.ValidationError(_("No place has this name."))
        if len(same) > 1:
            raise forms.ValidationError(_("Several places fit. Write the whole name, for example Xã Mường Lạn."))
        return same[0].place


class DueForm(Form):
    """A term that someone wants to know the end of."""

    start = forms.DateTimeField(
        label=_("Received on"), required=False, help_text=_("For example 20/11/2026 09:30. Empty: now.")
    )
    days = forms.DecimalField(label=_("Working days"), min_value=0, max_value=1000, step_size=Decimal("0.5"), initial=5)

    def clean_start(self) -> datetime | None:
        """A moment between 2000 and 2100."""
        start: datetime | None = self.cleaned_data["start"]
        if start and not 2000 <= start.year <= 2100:
            raise forms.ValidationError(_("A term can be counted from 2000 to 2100 only."))
        return start


class DayForm(ScopeForm):
    """One day that differs from the week."""

    date = forms.DateField(label=_("Day"), help_text=_("For example 03/09/2027"))
    kind = forms.ChoiceField(label=_("What the day is"), choices=KIND_TITLES, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Why"), max_length=120)
    source = forms.CharField(label=_("Document"), max_length=160, required=False)


class SwapForm(ScopeForm):
    """A day off that is made up on another day."""

    off_on = forms.DateField(label=_("Day off"), help_text=_("For example 02/01/2026"))
    work_on = forms.DateField(label=_("Made up on"), help_text=_("For example 10/01/2026"))
    note = forms.CharField(label=_("Why"), max_length=120)
    source = forms.CharField(label=_("Document"), max_length=160, required=False)


class HoursForm(ScopeForm):
    """Opening hours."""

    morning_from = forms.TimeField(label=_("Morning from"))
    morning_to = forms.TimeField(label=_("Morning until"))
    afternoon_from = forms.TimeField(label=_("Afternoon from"))
    afternoon_to = forms.TimeField(label=_("Afternoon until"))
    reception_until = forms.TimeField(
        label=_("What comes later counts from the next day"), help_text=_("For example 15:00")
    )

    def hours(self) -> Hours:
        """Raises ValueError when the times do not follow each other."""
        given = self.cleaned_data
        return Hours(
            morning=(given["morning_from"], given["morning_to"]),
            afternoon=(given["afternoon_from"], given["afternoon_to"]),
            reception_until=given["reception_until"],
        )


def in_reach(rights: Rights, place: int | None) -> bool:
    """Whether someone may change the calendar of a place; that of the country only who may everywhere."""
    return rights.places(PERMISSION) is None if place is None else rights.may(PERMISSION, place=place)
