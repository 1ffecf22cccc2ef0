"""What is done by the clock."""

from datetime import datetime

from tinhso.core.openrosa.actions.settling import forget_old
from tinhso.events.jobs import every


@every(hours=24)
def forget_old_submissions(at: datetime) -> None:
    """What nobody decided over in time, and what was put away long ago."""
    forget_old(at=at)
