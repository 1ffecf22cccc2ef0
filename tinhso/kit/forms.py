"""Forms of the house: what a person may type, and where a refusal belongs.

Browsers check nothing (`novalidate`), so that every mistake is told once, in words of ours, beside what was typed.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import Jinja2
from django.utils.formats import get_format

from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_number

RENDERER = Jinja2()


class PictureChoice(forms.RadioSelect):
    """At most four choices, each with its number, a picture and a word. `icons`: value → Phosphor name."""

    def __init__(self, icons: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.icons = dict(icons)


class NumberBox(forms.TextInput):
    """A number as people here write it: `8.000`, `1.234,5`, `8.000 đ`. Read back to plain digits before it is checked.

    Django would read `8.000` as 8 in a language whose thousands are parted by dots.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return plain_number(typed) if isinstance(typed, str) else typed

    def format_value(self, value: Any) -> str | None:
        try:
            return say_number(Decimal(str(value)))
        except InvalidOperation:
            return None if value in (None, "") else str(value)


class YearField(forms.IntegerField):
    """A year, which nobody writes with a dot between its thousands."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


def plain_number(typed: str) -> str:
    """Typed groups and decimals as a computer reads them; anything that is no number comes back as it was."""
    group, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
    bare = "".join(typed.split()).removesuffix("đ").removesuffix("₫")
    if not re.fullmatch(rf"[-−]?\d[\d{re.escape(group + point)}]*", bare):
        return typed
    if re.fullmatch(rf"\D?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", bare):
        bare = bare.replace(group, "")
    return bare.replace("−", "-").replace(point, ".")


class Told(forms.CharField):
    """A text that a reader of the domain understands; what the reader refuses stands at the field."""

    def __init__(self, reader: Callable[[str], Any], *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.reader = reader

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.reader(text)
        except Refusal as refusal:
            raise ValidationError(str(refusal.told)) from refusal


class Form(forms.Form):
    """The base of every form. `autocomplete`: field → what the browser may fill in (HTML autofill names)."""

    default_renderer = RENDERER
    use_required_attribute = False
    error_css_class = "wrong"
    autocomplete: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _settle(field, self.autocomplete.get(name, ""))


def _settle(field: forms.Field, autocomplete: str) -> None:
    """Number keys for numbers and dates, written as people here write them; no spinners, no browser calendars."""
    widget = field.widget
    if autocomplete:
        widget.attrs.setdefault("autocomplete", autocomplete)
    if isinstance(widget, forms.NumberInput):
        field.widget = NumberBox(widget.attrs | {"inputmode": "numeric" if _is_whole(field) else "decimal"})
    elif isinstance(widget, forms.DateInput | forms.TimeInput):
        widget.attrs.setdefault("inputmode", "numeric")
        widget.attrs.setdefault("autocomplete", "off")


def _is_whole(field: forms.Field) -> bool:
    return isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField | forms.DecimalField)


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where the person will look: at its field, or above the form. What was typed stays."""
    field = refusal.at_field if refusal.at_field in form.fields else None
    form.add_error(field, str(refusal.told))
