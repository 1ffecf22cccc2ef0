"""What petitions do by the clock."""

from datetime import datetime

from tinhso.events.jobs import every
from tinhso.government.petitions.actions.changes import lapse_silent
from tinhso.kit.actors import Actor


@every(hours=1)
def close_what_nobody_answered(at: datetime) -> None:
    """Close petitions whose senders were asked for more and kept silent for too long."""
    lapse_silent(by=Actor.system(), at=at)
