"""What the telephone does by the clock."""

from datetime import datetime

from tinhso.core.telephone.actions import forget_old
from tinhso.events.jobs import every


@every(hours=1)
def forget_what_is_over(at: datetime) -> None:
    """Nothing stays of what was written and said."""
    forget_old(at=at)
