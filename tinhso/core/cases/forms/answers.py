"""The form of a list of fields: what it asks, what it heard, and what the browser must know to hide questions."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.formats import get_format

from tinhso.core.cases.domain.conditions import names_in
from tinhso.core.cases.domain.definition import Field, FieldType
from tinhso.core.cases.domain.logic import holds, work_out
from tinhso.core.cases.domain.questions import allows
from tinhso.core.cases.forms.fields import build
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

FILLED_IN: Mapping[str, str] = {
    "person.full_name": "name",
    "person.phone": "tel",
    "person.email": "email",
    "person.born": "bday",
    "person.address": "street-address",
}
"""What a browser may fill in by itself, by where the first answer comes from (HTML autofill names)."""


class AnswerForm(Form):
    """A form of `asked` fields. `before` are answers of earlier screens, `facts` what conditions look at besides.

    Without JavaScript every question shows; answers to questions whose `when` does not hold are dropped here, and so
    are their mistakes.
    """

    asked: ClassVar[tuple[Field, ...]] = ()
    language: ClassVar[str] = "vi"

    def __init__(self, *args: Any, before: Mapping[str, Any], facts: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.facts = before, facts

    def clean(self) -> dict[str, Any]:
        """Keep what counts."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        answers = dict(self.before)
        for field in self.asked:
            if not holds(field.when, {**self.facts, "form": answers}):
                said.pop(field.key, None)
                self.errors.pop(field.key, None)
            elif field.key in said:
                answers[field.key] = _answer(said[field.key])
                self._guard(field, answers)
        return said

    def _guard(self, field: Field, answers: Mapping[str, Any]) -> None:
        if field.refusal and not allows(field, answers, self.facts):
            self.add_error(field.key, field.refusal.said(self.language))

    @property
    def conditions(self) -> str:
        """What `asking.js` needs, as JSON; empty when no question hangs on another of this form."""
        keys = {f"form.{field.key}" for field in self.asked}
        if not any(names_in(field.when) & keys for field in self.asked):
            return ""
        named = frozenset().union(*(names_in(field.when) for field in self.asked)) - keys
        data = {**self.facts, "form": self.before}
        return json.dumps(
            {
                "fields": [{"key": field.key, "type": field.type, "when": field.when} for field in self.asked],
                "known": {name: work_out({"var": name}, data) for name in sorted(named)},
                "prefix": f"{self.prefix}-" if self.prefix else "",
                "group": get_format("THOUSAND_SEPARATOR"),
                "point": get_format("DECIMAL_SEPARATOR"),
            },
            ensure_ascii=False,
        )


def form_for(
    fields: Iterable[Field],
    answers: Mapping[str, Any] | None = None,
    language: str = "vi",
    *,
    data: Any = None,
    files: Any = None,
    facts: Mapping[str, Any] | None = None,
    prefix: str | None = None,
) -> AnswerForm:
    """The form of these fields, one or many.

    answers   all answers so far, as JSON: those of these fields stand in the form, the others feed conditions
    data      what was posted (`request.POST`), with `files` (`request.FILES`); None shows the form
    facts     `values`, `case` and `today` for conditions; today is the province's day when not told
    """
    listed, known = tuple(fields), dict(answers or {})
    about = {"today": timezone.localdate().isoformat(), **(facts or {})}
    today = date.fromisoformat(str(about["today"]))
    filled = {field.key: FILLED_IN[field.prefill] for field in listed if field.prefill in FILLED_IN}
    said = {"asked": listed, "autocomplete": filled, "language": language}
    made = type("Asked", (AnswerForm,), {field.key: build(field, language, today) for field in listed} | said)
    keys = {field.key for field in listed}
    before = {key: value for key, value in known.items() if key not in keys}
    initial = {key: value for key, value in known.items() if key in keys and value is not None}
    form: AnswerForm = made(data, files, initial=initial, before=before, facts=about, prefix=prefix)
    return form


def answers_of(form: AnswerForm) -> dict[str, Any]:
    """What a valid form heard, as JSON by key: null where a question was passed over. Hidden questions are absent.

    A new file is not here but in `files_of`; keep it and put its uuid in. The answer of a file kept before stays.
    """
    told = {field.key: form.cleaned_data[field.key] for field in form.asked if field.key in form.cleaned_data}
    new = files_of(form)
    return {key: _answer(value) for key, value in told.items() if key not in new}


def files_of(form: AnswerForm) -> "dict[str, UploadedFile]":
    """The files that came with a valid form, by key, examined already."""
    asked = (field.key for field in form.asked if field.type is FieldType.FILE)
    found = ((key, form.cleaned_data.get(key)) for key in asked)
    return {key: file for key, file in found if file and not isinstance(file, str)}


def _answer(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_answer(part) for part in value]
    if isinstance(value, bool | int | float):
        return value
    return str(value) if value else None
