"""Booking an hour: which office, what for, when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.phones import read_phone
from tinhso.government.appointments.domain.slots import Hour
from tinhso.government.appointments.domain.words import Way
from tinhso.government.appointments.models import Group, Matter
from tinhso.kit.forms import Form, PictureChoice, Told
from tinhso.kit.saying import say_clock, say_day

if TYPE_CHECKING:
    MatterChoice = forms.ModelChoiceField[Matter]
    GroupChoice = forms.ModelChoiceField[Group]
else:
    MatterChoice = GroupChoice = forms.ModelChoiceField

NOT_FIRST = _("None of these")
CHOOSE = _("Choose one of the pictures.")


class MatterField(MatterChoice):
    """What somebody comes for, by picture."""

    def label_from_instance(self, obj: Matter) -> str:
        return obj.title


class GroupField(GroupChoice):
    """Who goes first."""

    def label_from_instance(self, obj: Group) -> str:
        return obj.title


class MatterForm(Form):
    """What somebody comes for."""

    matter = MatterField(
        label=_("What do you come for?"),
        queryset=Matter.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, offered = self.fields["matter"], Matter.objects.filter(retired_at=None)
        if isinstance(field, MatterField):
            field.widget = PictureChoice({matter.code: matter.icon for matter in offered})
            field.queryset = offered


class GroupForm(Form):
    """Who goes first."""

    group = GroupField(
        label=_("Who goes first by law"),
        queryset=Group.objects.none(),
        to_field_name="code",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        if isinstance(field, GroupField):
            field.queryset, field.empty_label = Group.objects.filter(retired_at=None), str(NOT_FIRST)


class DayForm(Form):
    """Which day."""

    day = forms.TypedChoiceField(label=_("Which day?"), coerce=date.fromisoformat, widget=forms.RadioSelect)

    def __init__(self, *args: Any, days: Sequence[date], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offered(self.fields["day"], [(day.isoformat(), say_day(day, today)) for day in days])


class HourForm(GroupForm):
    """Which hour; who goes first; a telephone of a visitor, if they want to be called when the office must close."""

    starts = forms.TypedChoiceField(
        label=_("At which hour?"),
        coerce=datetime.fromisoformat,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an hour."),
            "invalid_choice": _("Somebody has just booked it. Choose another."),
        },
    )
    phone = Told(
        read_phone,
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("We write or call only if the office changes something. Then the number is forgotten."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    autocomplete = {"phone": "tel"}
    field_order = ("starts", "group", "phone")

    def __init__(self, *args: Any, hours: Sequence[Hour], named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(timezone.localtime(hour.starts).isoformat(), say_clock(hour.starts)) for hour in hours if hour.left]
        _offered(self.fields["starts"], offered)
        if named:
            del self.fields["phone"]


class WayForm(Form):
    """How somebody speaks with the officer who books for them."""

    way = forms.TypedChoiceField(
        label=_("How do they speak with you?"),
        choices=[(Way.PHONE.value, _("On the telephone")), (Way.COUNTER.value, _("Stands here"))],
        coerce=Way,
        initial=Way.PHONE.value,
        widget=forms.RadioSelect,
    )


def _offered(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
