"""Public fee receipts: a number for every fee that the state took, without holes."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.numbering import next_number
from tinhso.core.payments.domain.codes import ALPHABET
from tinhso.core.payments.domain.states import IntentState
from tinhso.core.payments.events import ReceiptIssued
from tinhso.core.payments.models import FeeReceipt, Intent
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

SECRET = 16
"""Letters of five bits each."""


class NoReceipt(Refusal):
    sentence = _("A receipt is given for fees that the state took, when they are paid.")


@transaction.atomic
def issue_receipt(intent: Intent, *, by: Actor, at: datetime) -> FeeReceipt:
    """Give the receipt of a paid fee its number; asked again it is the same receipt. Raises NoReceipt."""
    intent = Intent.objects.select_for_update(of=("self",)).select_related("payee__organisation").get(pk=intent.pk)
    given = FeeReceipt.objects.filter(intent=intent).first()
    if given:
        return given
    if intent.state != IntentState.PAID or not intent.payee.collects:
        raise NoReceipt

    year, series = timezone.localdate(at).year, f"{intent.payee.pk}"
    receipt = FeeReceipt.objects.create(
        intent=intent,
        series=series,
        year=year,
        number=next_number(f"receipts:{series}", year),
        secret="".join(secrets.choice(ALPHABET) for _letter in range(SECRET)),
        issued_at=at,
    )
    record(ReceiptIssued(number=receipt.number, year=year), about=receipt, by=by, at=at, place=intent.place)
    return receipt
