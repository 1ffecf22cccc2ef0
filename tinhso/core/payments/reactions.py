"""What payments do when something happened."""

from uuid import UUID

from tinhso.core.payments.actions.receipts import issue_receipt
from tinhso.core.payments.models import Intent
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor


@reacts_to("payments.PaymentConfirmed")
def give_receipt(delivered: Delivered) -> None:
    """Who paid the state gets a receipt."""
    intent = Intent.objects.select_related("payee").filter(uuid=UUID(delivered.about), state="paid").first()
    if intent and intent.payee.collects:
        issue_receipt(intent, by=Actor.system(), at=delivered.at)
