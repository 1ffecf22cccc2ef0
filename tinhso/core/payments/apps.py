from importlib import import_module

from django.utils.translation import gettext_lazy as _

from tinhso.events.append_only import also_written_once
from tinhso.kit.passport import System


class Payments(System):
    name = "tinhso.core.payments"
    title = _("Payments")
    icon = "hand-coins"
    owner = _("Department of Finance")
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
        written_once = import_module("tinhso.core.payments.models.written_once")
        also_written_once(written_once.guard, written_once.unguard)
