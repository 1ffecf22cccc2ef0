"""Banks by their BIN, the six digits that stand in a code for payment.

`tables/banks.csv` holds what published lists of VietQR's members say (vietnam-qr-pay, July 2026, beside older ones). A
bank that is not there can be paid all the same; only its name is not shown.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "tables" / "banks.csv"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank, or a wallet that takes transfers: BIN, the name on the sign, the name in the register."""

    bin: str
    short_name: str
    name: str


@cache
def banks() -> dict[str, Bank]:
    """All known banks by BIN, in the order of their short names."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = [Bank(**row) for row in csv.DictReader(table)]
    return {bank.bin: bank for bank in sorted(rows, key=lambda bank: bank.short_name.casefold())}


def name_of(number: str) -> str:
    """The bank's short name; its BIN when it is not known."""
    bank = banks().get(number)
    return bank.short_name if bank else number
