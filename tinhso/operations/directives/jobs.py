"""What directives do by the clock."""

from datetime import datetime

from tinhso.events.jobs import every
from tinhso.operations.directives.actions.measuring import measure_due


@every(hours=6)
def measure_directives(at: datetime) -> None:
    """Read the numbers of directives whose deadline, or 30 or 90 days after it, is over."""
    measure_due(at=at)
