"""Answers as people read them: choices by their words, days and numbers as they are said here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tinhso.core.cases.domain.definition import Field, FieldType
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.domain.tables import ethnic_groups
from tinhso.government.procedures.models.sealing import masked
from tinhso.government.procedures.views.whose import language
from tinhso.kit.saying import say_date, say_money, say_number


def said_answers(fields: Iterable[Field], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Question and answer for each field; what was not answered is a dash."""
    return [(field.label.said(language()), said(field, answers.get(field.key))) for field in fields]


def said(field: Field, answer: Any) -> str:
    """One answer in words."""
    if answer is None or answer in ("", []):
        return "–"
    if field.choices:
        words = {choice.value: choice.label.said(language()) for choice in field.choices}
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(words.get(one, str(one)) for one in chosen)
    return _plain(field.type, answer)


def _plain(kind: FieldType, answer: Any) -> str:
    if kind in (FieldType.YES_NO, FieldType.CONSENT):
        return _("Yes") if answer is True else _("No")
    if kind is FieldType.DATE:
        return say_date(date.fromisoformat(answer))
    if kind is FieldType.MONEY:
        return say_money(answer)
    if kind in (FieldType.NUMBER, FieldType.INTEGER):
        return say_number(answer)
    if kind is FieldType.PHONE and str(answer).startswith("+"):
        return spoken_phone(str(answer))
    if kind is FieldType.PERSONAL_ID:
        return masked(str(answer))
    if kind is FieldType.ETHNIC_GROUP:
        group = ethnic_groups().get(str(answer))
        return group.name if group else str(answer)
    return str(answer)
