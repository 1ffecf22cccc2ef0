"""The clock of strategies."""

from datetime import datetime

from tinhso.events.jobs import daily
from tinhso.kit.actors import Actor
from tinhso.operations.strategy.actions.counting import count_figures


@daily(hour=2)
def count_and_judge(at: datetime) -> None:
    """After the warehouse has counted the last days: the figures of bound targets, and how every target stands."""
    count_figures(by=Actor.system(), at=at)
