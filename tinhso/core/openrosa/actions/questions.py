"""A Django form of the house as questions of an XForm: the page and the phone ask the same."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import override

from tinhso.core.openrosa.domain.offered import Choice, Offered
from tinhso.core.openrosa.domain.questions import Kind, Option, Question, Words
from tinhso.kit.passport import Text

LANGUAGES = ("vi", "en", "id")
_KINDS: tuple[tuple[type[forms.Field], Kind], ...] = (
    (forms.MultipleChoiceField, Kind.SOME),
    (forms.ModelMultipleChoiceField, Kind.SOME),
    (forms.ChoiceField, Kind.ONE),
    (forms.ModelChoiceField, Kind.ONE),
    (forms.BooleanField, Kind.TICK),
    (forms.FloatField, Kind.DECIMAL),
    (forms.DecimalField, Kind.DECIMAL),
    (forms.IntegerField, Kind.WHOLE),
    (forms.DateField, Kind.DAY),
    (forms.TimeField, Kind.CLOCK),
    (forms.CharField, Kind.TEXT),
)
"""The first that fits counts: a FloatField is an IntegerField for Django."""
_XPATH = {MinValueValidator: ". >= {}", MaxValueValidator: ". <= {}", MaxLengthValidator: "string-length(.) <= {}"}


class CannotBeAsked(TypeError):
    """The form has a field that no question of an XForm is like: a fault of whoever offers it."""


def questions_of(offered: Offered, form: forms.Form) -> list[Question]:
    """What is asked, in the order of the page. Raises CannotBeAsked."""
    inside = {field for pair in offered.points.values() for field in pair}
    asked = [
        _question(offered, name, field, form)
        for name, field in form.fields.items()
        if name not in inside and name not in offered.left_out
    ]
    points = [
        Question(name=name, kind=Kind.POINT, label=_said(offered.labels[name]), fields=pair)
        for name, pair in offered.points.items()
    ]
    return [one for one in asked if one is not None] + points


def _question(offered: Offered, name: str, field: forms.Field, form: forms.Form) -> Question | None:
    if isinstance(field.widget, forms.HiddenInput):
        fixed = str(form.get_initial_for_field(field, name) or "")
        return Question(name=name, kind=Kind.FIXED, label={}, fixed=fixed, fields=(name,)) if fixed else None
    options = _options(offered.choices[name]() if name in offered.choices else _choices(field))
    constraint, warning = _limits(field)
    return Question(
        name=name,
        kind=Kind.ONE if name in offered.choices else _kind(name, field),
        label=_said(offered.labels.get(name, field.label or "")),
        hint=_said(field.help_text) if field.help_text else {},
        required=_said(field.error_messages["required"]) if field.required else {},
        constraint=constraint,
        warning=warning,
        relevant=_relevant(*offered.only_if[name]) if name in offered.only_if else "",
        appearance=_appearance(field),
        options=options,
        fields=(name,),
    )


def _relevant(other: str, value: str) -> str:
    return f"${{{other}}} = '{value}'"


def _kind(name: str, field: forms.Field) -> Kind:
    if isinstance(field, forms.FileField):
        accepted = str(field.widget.attrs.get("accept", ""))
        return Kind.VOICE if "audio" in accepted else Kind.PHOTO
    for known, kind in _KINDS:
        if isinstance(field, known):
            return kind
    raise CannotBeAsked(name)


def _choices(field: forms.Field) -> Iterator[Choice]:
    icons = getattr(field.widget, "icons", {})
    listed: Iterable[tuple[Any, Any]] = getattr(field, "choices", ())
    for value, label in listed:
        if str(value):
            yield Choice(str(value), label, icons.get(str(value), ""))


def _options(choices: Iterable[Choice]) -> tuple[Option, ...]:
    """Values are words in a list that blanks part (XForms 1.0, 8.1.10): one with a blank could not be told from two."""
    found = tuple(Option(one.value, _said(one.label), one.icon) for one in choices)
    if any(len(one.value.split()) != 1 for one in found):
        raise CannotBeAsked("a choice with a blank")
    return found


def _limits(field: forms.Field) -> tuple[str, Words]:
    """The limits of a number or a text as XPath, and what the page says when they are passed."""
    limits = [one for one in field.validators if isinstance(one, BaseValidator) and type(one) in _XPATH]
    paths = [_XPATH[type(one)].format(one.limit_value) for one in limits]
    warnings = [_in_each(partial(_warning, one)) for one in limits]
    joined = {code: " ".join(warning[code] for warning in warnings) for code in LANGUAGES} if warnings else {}
    return " and ".join(paths), joined


def _warning(limit: BaseValidator) -> str:
    if isinstance(limit, MaxLengthValidator):
        return _("At most %(number)s letters.") % {"number": limit.limit_value}
    return str(limit.message % {"limit_value": limit.limit_value})


def _appearance(field: forms.Field) -> str:
    if isinstance(field.widget, forms.Textarea):
        return "multiline"
    return "numbers" if field.widget.attrs.get("inputmode") in ("numeric", "tel") and _is_text(field) else ""


def _is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField)


def _said(text: Text) -> dict[str, str]:
    return _in_each(partial(str, text))


def _in_each(say: Callable[[], str]) -> dict[str, str]:
    told = {}
    for code in LANGUAGES:
        with override(code):
            told[code] = say()
    return told
