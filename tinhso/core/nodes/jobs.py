"""By the clock: a node exchanges with its province; a province looks at the tables that nodes have too."""

from datetime import datetime

from django.conf import settings

from tinhso.core.nodes.actions.carrying import look_at_tables
from tinhso.core.nodes.actions.exchanging import exchange
from tinhso.core.nodes.models import Home, Node
from tinhso.events.jobs import every


@every(minutes=1)
def exchange_with_province(at: datetime) -> None:
    """Send what waits, when there is a line."""
    home = Home.objects.joined() if settings.NODE else None
    if home and not home.halted and home.address:
        exchange(at=at)


@every(minutes=10)
def look_at_carried_tables(at: datetime) -> None:
    """See what has changed that nodes must know."""
    if Node.objects.exists():
        look_at_tables(at=at)
