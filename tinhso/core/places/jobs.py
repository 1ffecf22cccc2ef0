"""Resolutions that were confirmed before their day are carried out when it comes."""

from datetime import datetime

from tinhso.core.places.actions import apply_due_resolutions
from tinhso.events.jobs import every
from tinhso.kit.actors import Actor


@every(minutes=10)
def carry_out_resolutions(at: datetime) -> None:
    """Within ten minutes after midnight of its first day; a missed night is made up."""
    apply_due_resolutions(by=Actor.system(), at=at)
