"""What one person was asked to pay."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.payments.domain.states import IntentState
from tinhso.core.payments.domain.words import STATE_WORDS
from tinhso.core.payments.models import Intent
from tinhso.kit.portions import Plain, Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Every payment, the newest first."""
    rows: list[list[Plain]] = [
        [local(one.asked_at).isoformat(), one.label, one.amount, str(STATE_WORDS[IntentState(one.state)]), one.refunded]
        for one in Intent.objects.of_payer(person)
    ]
    heads = {
        "asked": _("When"), "for": _("For what"), "amount": _("Đồng"), "state": _("Where it is"),
        "refunded": _("Paid back"),
    }  # fmt: skip
    return [Sheet("payments", _("My payments"), heads, rows)]
