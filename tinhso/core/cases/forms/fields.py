"""One field of a definition → one field of a Django form. Each type has its own way to be typed, checked and told.

A mistake is told at its field: what is wrong, and what to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.domain.definition import Field, FieldType
from tinhso.core.cases.domain.uploads import RULES
from tinhso.core.cases.forms.inputs import (
    ClockField,
    DayField,
    MailField,
    MonthField,
    PaperField,
    PhoneField,
    Text,
    YesNoField,
    day_of,
)
from tinhso.core.cases.forms.places import PlaceField
from tinhso.core.files.domain.kinds import MEGABYTE
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import ethnic_groups
from tinhso.kit.forms import PictureChoice, Told
from tinhso.kit.saying import say_date, say_number

DAY_FORMATS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%d%m%Y")
MOST_PICTURES: Final = 4
MOST_RINGS: Final = 8
LONG_TEXT: Final = 5000
SHORT_TEXT: Final = 200
LEAST_REASON: Final = 5
LARGEST_MONEY: Final = 10**13


@dataclass(frozen=True, slots=True)
class Asked:
    """A field, the language of its texts, and the day on which it is asked."""

    field: Field
    language: str
    today: date


def build(field: Field, language: str, today: date) -> forms.Field:
    """The Django field, in a language, as it is asked on a day."""
    kind = field.type
    made = _PLAIN[kind]() if kind in _PLAIN else _FITTED[kind](Asked(field, language, today))
    made.label = field.label.said(language)
    made.required = made.widget.is_required = field.required
    if field.hint:
        made.help_text = field.hint.said(language)
    return made


def _text(one: Asked) -> forms.Field:
    return Text(max_length=one.field.max_length or SHORT_TEXT, error_messages=_told(_("Write it here.")))


def _long_text(one: Asked) -> forms.Field:
    box = forms.Textarea(attrs={"rows": 4})
    return Text(max_length=one.field.max_length or LONG_TEXT, widget=box, error_messages=_told(_("Write it here.")))


def _reason(one: Asked) -> forms.Field:
    if one.field.choices:
        return _choice(one)
    made = _long_text(one)
    made.validators.append(
        MinLengthValidator(LEAST_REASON, _("Say the reason in a few words, so that others understand."))
    )
    made.error_messages |= _told(_("Say why."))
    return made


def _number(one: Asked) -> forms.Field:
    return forms.DecimalField(
        max_digits=20,
        decimal_places=6,
        validators=_limits(one),
        error_messages=_told(_("Write the number."), _("This is no number. Write digits, for example 12,5.")),
    )


def _integer(one: Asked) -> forms.Field:
    return forms.IntegerField(
        validators=[*_limits(one), *_whole_limits(-LARGEST_MONEY, LARGEST_MONEY)],
        error_messages=_told(_("Write the number."), _("This is no whole number. Write digits, for example 12.")),
    )


def _money(one: Asked) -> forms.Field:
    return forms.IntegerField(
        validators=[*_limits(one), *_whole_limits(0, LARGEST_MONEY)],
        error_messages=_told(_("Write the amount."), _("Write the amount in đồng, digits only, for example 8.000.")),
    )


def _date(one: Asked) -> forms.Field:
    return DayField(
        input_formats=list(DAY_FORMATS),
        validators=_limits(one),
        widget=forms.DateInput(attrs={"placeholder": _("day/month/year")}),
        error_messages=_told(_("Write the day."), _("This is no day. Write day/month/year, for example 22/11/2026.")),
    )


def _time() -> forms.Field:
    return ClockField(
        input_formats=["%H:%M", "%Hh%M", "%H.%M", "%H:%M:%S"],
        error_messages=_told(_("Write the time."), _("This is no time. Write hours and minutes, for example 14:30.")),
    )


def _month() -> forms.Field:
    box = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": _("month/year")})
    return MonthField(max_length=10, widget=box, error_messages=_told(_("Write the month.")))


def _email() -> forms.Field:
    return MailField(max_length=254, error_messages=_told(_("Write the e-mail address.")))


def _choice(one: Asked) -> forms.Field:
    choices = [(choice.value, choice.label.said(one.language)) for choice in one.field.choices]
    icons = {choice.value: choice.icon for choice in one.field.choices if choice.icon}
    told = _told(_("Choose one."), choice=_("Choose one of those that stand here."))
    if len(icons) == len(choices) <= MOST_PICTURES:
        return forms.ChoiceField(choices=choices, widget=PictureChoice(icons), error_messages=told)
    if len(choices) <= MOST_RINGS:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=told)
    return forms.ChoiceField(choices=[("", _("Choose…")), *choices], error_messages=told)


def _choices(one: Asked) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=[(choice.value, choice.label.said(one.language)) for choice in one.field.choices],
        widget=forms.CheckboxSelectMultiple,
        error_messages=_told(_("Choose at least one."), choice=_("Choose among those that stand here.")),
    )


def _yes_no() -> forms.Field:
    return YesNoField(error_messages=_told(_("Say yes or no.")))


def _consent() -> forms.Field:
    return forms.BooleanField(error_messages=_told(_("Tick this to go on. Without your consent we may not do it.")))


def _person_name() -> forms.Field:
    return Told(lambda text: Name.read(text).full, error_messages=_told(_("Write the full name.")))


def _personal_id() -> forms.Field:
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    missing = _told(_("Write the 12 digits of the identity card."))
    return Told(lambda text: IdentityNumber.read(text).digits, widget=box, error_messages=missing)


def _phone() -> forms.Field:
    box = forms.TextInput(attrs={"inputmode": "tel"})
    return PhoneField(read_phone, widget=box, error_messages=_told(_("Write the phone number.")))


def _place() -> forms.Field:
    return PlaceField(max_length=SHORT_TEXT, error_messages=_told(_("Write the commune or ward.")))


def _ethnic_group() -> forms.Field:
    groups = [(group.code, group.name) for group in ethnic_groups().values()]
    told = _told(_("Choose the ethnic group."), choice=_("Choose one of those that stand here."))
    return forms.ChoiceField(choices=[("", _("Choose…")), *groups], error_messages=told)


def _file(one: Asked) -> forms.Field:
    rules = RULES[one.field.accepts]
    missing = _("Take a photo of it or choose the file.")
    told = _told(missing, missing) | {"missing": missing, "empty": _("This file is empty. Choose it again.")}
    made = PaperField(rules, one.field.key, error_messages=told)
    kinds = ", ".join(sorted({ending.removeprefix(".").upper() for ending in rules.accept.split(",")}))
    made.help_text = _("%(kinds)s; at most %(size)s MB.") % {"kinds": kinds, "size": rules.max_bytes // MEGABYTE}
    return made


def _told(required: Any, invalid: Any = None, choice: Any = None) -> dict[str, Any]:
    told = {"required": required, "invalid": invalid, "invalid_choice": choice}
    return {code: sentence for code, sentence in told.items() if sentence is not None}


def _limits(one: Asked) -> list[Any]:
    """The field's own `min` and `max`, told with the limit in it."""
    least, most = _limit(one, one.field.min), _limit(one, one.field.max)
    if isinstance(least, date) or isinstance(most, date):
        too_early, too_late = _("The earliest day is %(limit)s."), _("The latest day is %(limit)s.")
    else:
        too_early, too_late = _("The least is %(limit)s."), _("The most is %(limit)s.")
    low = [MinValueValidator(least, too_early % {"limit": _shown(least)})] if least is not None else []
    high = [MaxValueValidator(most, too_late % {"limit": _shown(most)})] if most is not None else []
    return [*low, *high]


def _whole_limits(least: int, most: int) -> list[Any]:
    return [
        MinValueValidator(least, _("The least is %(limit)s.") % {"limit": _shown(least)}),
        MaxValueValidator(most, _("This is too much. Count the digits again.")),
    ]


def _limit(one: Asked, said: float | str | None) -> date | Decimal | None:
    if one.field.type is FieldType.DATE:
        return one.today if said == "today" else day_of(said)
    return Decimal(str(said)) if isinstance(said, int | float) else None


def _shown(limit: date | Decimal | int | None) -> str:
    return say_date(limit) if isinstance(limit, date) else say_number(limit)


_PLAIN: Final[Mapping[FieldType, Callable[[], forms.Field]]] = {
    FieldType.TIME: _time,
    FieldType.MONTH: _month,
    FieldType.EMAIL: _email,
    FieldType.YES_NO: _yes_no,
    FieldType.CONSENT: _consent,
    FieldType.PERSON_NAME: _person_name,
    FieldType.PERSONAL_ID: _personal_id,
    FieldType.PHONE: _phone,
    FieldType.PLACE: _place,
    FieldType.ETHNIC_GROUP: _ethnic_group,
}
_FITTED: Final[Mapping[FieldType, Callable[[Asked], forms.Field]]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.ADDRESS: _text,
    FieldType.REASON: _reason,
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.FILE: _file,
}
