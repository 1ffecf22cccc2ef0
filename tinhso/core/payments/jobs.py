"""What payments do by the clock."""

from datetime import datetime

from tinhso.core.payments.actions import expire_payments
from tinhso.core.payments.actions.hearing import forget_callbacks
from tinhso.core.payments.actions.sending import ask_gateways, send_refunds
from tinhso.core.payments.actions.settling import tell_of_forgotten_money
from tinhso.core.payments.clients import rails
from tinhso.events.jobs import daily, every


@every(minutes=10)
def let_go_what_nobody_paid(at: datetime) -> None:
    """What was not paid in time is no longer asked for."""
    expire_payments(at=at)


@every(minutes=2)
def ask_how_payments_stand(at: datetime) -> None:
    """Gateways whose call never came are asked, so that nobody who paid is told for long that they did not."""
    ask_gateways(rails(), at=at)


@daily(hour=7)
def tell_what_nobody_looked_after(at: datetime) -> None:
    """Money that waits for three days and longer is told of."""
    tell_of_forgotten_money(at=at)


@every(minutes=2)
def send_refunds_back(at: datetime) -> None:
    """What was approved goes back the way it came."""
    send_refunds(rails(), at=at)


@daily(hour=3, minute=40)
def forget_what_was_told(at: datetime) -> None:
    """Messages of banks and gateways are thrown away after a month."""
    forget_callbacks(at=at)
