"""What can happen to strategies. Codes, years and amounts only: nothing that names a person."""

from decimal import Decimal

from tinhso.events.definitions import Code, Event, event
from tinhso.operations.strategy.domain.words import Origin, Standing


@event()
class StrategyEntered(Event):
    """A strategy was written down as a draft."""

    code: Code
    targets: int


@event()
class StrategyAdopted(Event):
    """From now on it holds."""

    code: Code


@event()
class TargetSet(Event):
    """A target got a value to reach by a year; `number` counts its versions from 1."""

    number: int
    year: int
    value: Decimal


@event()
class FigureDeclared(Event):
    """Somebody declared a figure with evidence; it waits for another person."""

    year: int
    value: Decimal
    method: Code


@event()
class FigureTaken(Event):
    """A figure came from a source, or was counted here."""

    year: int
    value: Decimal
    method: Code
    origin: Origin


@event()
class FigureVerified(Event):
    year: int


@event()
class FigureWithdrawn(Event):
    """A figure holds no more; why stays with the figure."""

    year: int


@event()
class TargetJudged(Event):
    """A target stands otherwise than it was last judged."""

    standing: Standing
