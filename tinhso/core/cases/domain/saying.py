"""Parts of definitions in words, in the language of the page: spans, roles, clocks, conditions."""

import json
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.domain.words import ROLES
from tinhso.core.cases.domain.blueprint import APPLICANT, Clock, Escalation, FieldType, Kind, Logic, Span, Unit
from tinhso.core.cases.domain.simulation import Hand
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number

KINDS: Mapping[Kind, Text] = {
    Kind.OPEN: gettext_lazy("an office works on it"),
    Kind.WAITING: gettext_lazy("waits for someone outside"),
    Kind.ENDED: gettext_lazy("end"),
}
CLOCKS: Mapping[Clock, Text] = {
    Clock.NONE: gettext_lazy("leaves the clock alone"),
    Clock.START: gettext_lazy("starts the clock"),
    Clock.STOP: gettext_lazy("stops the clock"),
    Clock.RESUME: gettext_lazy("lets the clock run on"),
    Clock.EXTEND: gettext_lazy("makes the term longer"),
    Clock.END: gettext_lazy("ends the clock"),
}
HANDS: Mapping[Hand, Text] = {
    Hand.WAITS: gettext_lazy("not started"),
    Hand.RUNS: gettext_lazy("running"),
    Hand.STANDS: gettext_lazy("standing still"),
    Hand.ENDED: gettext_lazy("ended"),
}
TYPES: Mapping[FieldType, Text] = {
    FieldType.TEXT: gettext_lazy("text"),
    FieldType.LONG_TEXT: gettext_lazy("long text"),
    FieldType.NUMBER: gettext_lazy("number"),
    FieldType.INTEGER: gettext_lazy("whole number"),
    FieldType.MONEY: gettext_lazy("amount of money"),
    FieldType.DATE: gettext_lazy("day"),
    FieldType.TIME: gettext_lazy("time of day"),
    FieldType.MONTH: gettext_lazy("month"),
    FieldType.EMAIL: gettext_lazy("e-mail"),
    FieldType.CHOICE: gettext_lazy("one of several"),
    FieldType.CHOICES: gettext_lazy("some of several"),
    FieldType.YES_NO: gettext_lazy("yes or no"),
    FieldType.CONSENT: gettext_lazy("consent"),
    FieldType.PERSON_NAME: gettext_lazy("name of a person"),
    FieldType.PERSONAL_ID: gettext_lazy("identity number"),
    FieldType.PHONE: gettext_lazy("phone number"),
    FieldType.PLACE: gettext_lazy("place"),
    FieldType.ADDRESS: gettext_lazy("address"),
    FieldType.ETHNIC_GROUP: gettext_lazy("ethnic group"),
    FieldType.FILE: gettext_lazy("file or photo"),
    FieldType.REASON: gettext_lazy("reason"),
}
_TOLD: Mapping[str, Text] = {
    APPLICANT: gettext_lazy("the applicant"),
    "owner": gettext_lazy("whoever answers for it"),
}


def say_span(span: Span | None) -> str:
    """`5 working days`; a dash when there is none."""
    if span is None:
        return "–"
    if span.unit is Unit.SAME_DAY:
        return _("the same day")
    count = {"count": say_number(span.value)}
    whole = int(span.value) if span.value == int(span.value) else 2
    if span.unit is Unit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", whole) % count
    if span.unit is Unit.WORKING_HOURS:
        return ngettext("%(count)s working hour", "%(count)s working hours", whole) % count
    return ngettext("%(count)s day", "%(count)s days", whole) % count


def say_escalation(line: Escalation) -> str:
    """When someone is told, and who: `1 working day before the end: officer`."""
    said = {"span": say_span(line.span), "who": say_role(line.to)}
    if not line.span.value:
        return _("when the term ends: %(who)s") % said
    return (_("%(span)s before the end: %(who)s") if line.is_before else _("%(span)s after the end: %(who)s")) % said


def say_role(role: str) -> str:
    """`officer`, `the applicant`; empty is the applicant's turn."""
    if not role:
        return str(_TOLD[APPLICANT])
    if role in _TOLD:
        return str(_TOLD[role])
    return str(ROLES[Role(role)]) if role in set(Role) else role


def say_roles(roles: Iterable[str]) -> str:
    """Several roles, or `nobody`."""
    return ", ".join(say_role(role) for role in roles) or _("nobody")


def say_condition(condition: Logic) -> str:
    """A condition as it stands in the document; `always` when there is none."""
    if condition is None or condition is True:
        return _("always")
    return json.dumps(condition, ensure_ascii=False)
