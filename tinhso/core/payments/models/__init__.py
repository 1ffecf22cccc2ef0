"""The tables of money: accounts, intents, attempts, credits, refunds, books, cash, statements, receipts; and what those
outside told."""

from tinhso.core.payments.models.cash import CashDay
from tinhso.core.payments.models.intents import MOST, Attempt, Intent
from tinhso.core.payments.models.money import BookTransfer, Credit, MoneyMatter, Refund
from tinhso.core.payments.models.neighbours import Callback, GatewayLine
from tinhso.core.payments.models.payees import LedgerAccount, PayeeAccount, PayeeProposal, Till
from tinhso.core.payments.models.receipts import FeeReceipt
from tinhso.core.payments.models.statements import Statement, StatementLine

__all__ = [
    "MOST",
    "Attempt",
    "BookTransfer",
    "Callback",
    "CashDay",
    "Credit",
    "FeeReceipt",
    "GatewayLine",
    "Intent",
    "LedgerAccount",
    "MoneyMatter",
    "PayeeAccount",
    "PayeeProposal",
    "Refund",
    "Statement",
    "StatementLine",
    "Till",
]
