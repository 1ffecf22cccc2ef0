"""Telling the office that it has a task and what was decided, and whoever issued it that something waits for them."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from tinhso.core.notices.actions import tell
from tinhso.events.reactions import Delivered
from tinhso.operations.directives.models import Directive

FRESH = timedelta(days=3)


def tell_office(delivered: Delivered, kind: str) -> None:
    """Who answers for it in the leading office."""
    one = _directive(delivered)
    if one and one.case.owner and one.case.owner.person_id:
        _tell(one, kind, one.case.owner.person_id, delivered)


def tell_issuer(delivered: Delivered) -> None:
    """Who issued it."""
    one = _directive(delivered)
    if one and one.issued_by and one.issued_by.person_id:
        _tell(one, "directives.to_decide", one.issued_by.person_id, delivered)


def _directive(delivered: Delivered) -> Directive | None:
    rows = Directive.objects.select_related("case__owner", "issued_by")
    return rows.filter(uuid=delivered.about).first()


def _tell(one: Directive, kind: str, person: UUID, delivered: Delivered) -> None:
    tell(
        kind, [person], values={"code": one.ref, "task": one.title, "day": one.case.due_at},
        cause=f"{delivered.seq}-directive", link=reverse("directive", args=[one.uuid]), until=delivered.at + FRESH,
        at=delivered.at,
    )  # fmt: skip
