"""Forms of the house: what a person may type, and where a refusal belongs.

Browsers check nothing (`novalidate`), so that every mistake is told once, in words of ours, beside what was typed.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import Jinja2

from tinhso.kit.refusals import Refusal

RENDERER = Jinja2()


class PictureChoice(forms.RadioSelect):
    """At most four choices, each with its number, a picture and a word. `icons`: value → Phosphor name."""

    def __init__(self, icons: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.icons = dict(icons)


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
        widget.input_type = "text"
        widget.attrs["inputmode"] = "numeric" if type(field) is forms.IntegerField else "decimal"
        field.localize = widget.is_localized = True
    elif isinstance(widget, forms.DateInput | forms.TimeInput):
        widget.attrs.setdefault("inputmode", "numeric")
        widget.attrs.setdefault("autocomplete", "off")


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where the person will look: at its field, or above the form. What was typed stays."""
    field = refusal.at_field if refusal.at_field in form.fields else None
    form.add_error(field, str(refusal.told))
