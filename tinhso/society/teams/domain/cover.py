"""How long nobody was in a village, as a map shows it."""

CLASSES = (("m4", 0.25), ("m3", 0.5), ("m2", 1.0))
"""Colours from the palest: up to which part of the days after which a village counts as forgotten."""
FORGOTTEN, SHARES = "below", (0.5, 0.7, 0.9)
"""Shares of villages visited lately, by which communes are coloured; under the first a commune is one to look at."""


def shade(days: int | None, bar: int) -> str:
    """The colour of a village: hatched when nobody was there for longer than `bar` days, or ever."""
    if days is None:
        return FORGOTTEN
    return next((kind for kind, part in CLASSES if days <= part * bar), FORGOTTEN)
