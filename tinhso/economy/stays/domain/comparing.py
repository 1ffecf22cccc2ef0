"""Growth and shares of published figures, which are rounded: what is published must lie in what the figures allow."""

from decimal import Decimal

Figure = Decimal | int
HUNDRED = Decimal(100)


def growth(now: Figure, before: Figure) -> Decimal:
    """By how many per cent it grew; raises ZeroDivisionError from nothing."""
    return (Decimal(now) / Decimal(before) - 1) * HUNDRED


def share(part: Figure, whole: Figure) -> Decimal:
    """How many per cent of the whole."""
    return Decimal(part) * HUNDRED / Decimal(whole)


def before_growth(now: Figure, percent: Figure) -> Decimal:
    """What it was before it grew by so many per cent."""
    return Decimal(now) / (1 + Decimal(percent) / HUNDRED)
