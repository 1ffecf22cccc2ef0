"""What is done with the outboxes of phones by the clock."""

from datetime import datetime

from tinhso.core.outbox.actions.bringing import throw_away_old
from tinhso.core.outbox.actions.pieces import forget_old_pieces
from tinhso.events.jobs import every


@every(hours=24)
def throw_away_what_nobody_decided(at: datetime) -> None:
    """Closed outboxes of phones out of use, at the end of their keeping."""
    throw_away_old(at=at)


@every(hours=24)
def forget_what_never_became_whole(at: datetime) -> None:
    """Pieces of files that nobody has sent to their end."""
    forget_old_pieces(at=at)
