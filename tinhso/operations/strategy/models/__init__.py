"""The tables of strategies."""

from tinhso.operations.strategy.models.figures import Figure, Outlook, SisterFigure
from tinhso.operations.strategy.models.strategies import SET_ONCE, Goal, Strategy, Target, TargetVersion

__all__ = ["SET_ONCE", "Figure", "Goal", "Outlook", "SisterFigure", "Strategy", "Target", "TargetVersion"]
