from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_guarded
from tinhso.kit.passport import MenuItem, System


class Payments(System):
    name = "tinhso.core.payments"
    title = _("Payments")
    icon = "hand-coins"
    owner = _("Department of Finance")
    menu = (
        *(
            MenuItem(title=_("My payments"), icon="hand-coins", url="my_payments", shell=shell)
            for shell in ("citizen",)
        ),
        MenuItem(title=_("Cash"), icon="money", url="cash_counter", shell="desk", permission="take_cash"),
        MenuItem(
            title=_("Money that waits"), icon="coins", url="money_matters", shell="desk", permission="settle_money"
        ),
        MenuItem(title=_("Refunds"), icon="arrow-u-up-left", url="refunds", shell="desk", permission="ask_refund"),
        MenuItem(
            title=_("Money by day"),
            icon="calendar-check",
            url="payment_accounts",
            shell="desk",
            permission="see_payments",
        ),
        MenuItem(
            title=_("Payee accounts"), icon="bank", url="payee_accounts", shell="desk", permission="propose_payee"
        ),
    )
    grants = {
        "officer": ("see_payments", "take_cash", "settle_money", "ask_refund"),
        "head": (
            "see_payments",
            "take_cash",
            "settle_money",
            "ask_refund",
            "approve_refund",
            "import_statement",
            "propose_payee",
            "approve_payee",
        ),
        "registrar": ("see_payments", "propose_payee", "approve_payee"),
    }

    def ready(self) -> None:
        """An emptied test database loses and regains the guard of the books too."""
        also_guarded(import_module("tinhso.core.payments.models.written_once").BOOKS)
