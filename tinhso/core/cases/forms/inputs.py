"""How the answers of each kind are typed, shown again and understood."""

import unicodedata
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions import FileRefused, prepare
from tinhso.core.files.domain.kinds import Rules
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.kit.forms import PictureChoice, Told
from tinhso.kit.saying import say_date


def day_of(said: object) -> date | None:
    """A day, or `2026-11-22` as one; None for anything else."""
    try:
        return said if isinstance(said, date) else date.fromisoformat(str(said))
    except ValueError:
        return None


def read_month(text: str) -> str:
    """`11/2026` → `2026-11`. Raises ValidationError."""
    month, _slash, year = text.replace("-", "/").replace(".", "/").partition("/")
    if len(month.strip()) == 4:
        month, year = year, month
    if month.strip().isdecimal() and year.strip().isdecimal() and len(year.strip()) == 4 and 1 <= int(month) <= 12:
        return f"{int(year):04}-{int(month):02}"
    raise ValidationError(_("This is no month. Write month/year, for example 11/2026."))


class Text(forms.CharField):
    """A text in one spelling of Vietnamese letters (NFC); some phones send the marks apart."""

    def to_python(self, value: Any) -> Any:
        return unicodedata.normalize("NFC", str(super().to_python(value) or ""))


class DayField(forms.DateField):
    """A day, typed as 22/11/2026."""

    def prepare_value(self, value: Any) -> Any:
        return say_date(day_of(value)) if day_of(value) else value


class ClockField(forms.TimeField):
    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class MonthField(forms.CharField):
    def prepare_value(self, value: Any) -> Any:
        year, dash, month = str(value or "").partition("-")
        return f"{month}/{year}" if dash else value

    def clean(self, value: Any) -> str | None:
        typed = super().clean(value)
        return read_month(typed) if typed else None


class MailField(forms.EmailField):
    default_validators = [EmailValidator(_("This is no e-mail address. It looks like ten@vidu.vn."))]


class YesNoField(forms.TypedChoiceField):
    """Yes or no, as true or false; not said is null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda said: said == "yes",
            empty_value=None,
            widget=PictureChoice({"yes": "check-circle", "no": "x-circle"}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class PhoneField(Told):
    """Kept as +84…, shown as 0912 345 678."""

    def prepare_value(self, value: Any) -> Any:
        return spoken_phone(value) if isinstance(value, str) and value.startswith("+") else value


class PaperField(forms.FileField):
    """A file that is examined at once, so that what cannot be kept is told beside it. An answer given before stays."""

    def __init__(self, rules: Rules, key: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": rules.accept}), **kwargs)
        self.rules, self.key = rules, key

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not data:
            return upload
        try:
            prepare(upload, rules=self.rules, field=self.key)
        except FileRefused as refused:
            raise ValidationError(str(refused.told), code="file") from refused
        return upload
