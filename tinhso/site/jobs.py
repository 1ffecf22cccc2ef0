"""What the house does by the clock."""

from datetime import datetime

from django.db import connection

from tinhso.events.jobs import daily
from tinhso.site.statistics import count_anew


@daily(3, 40)
def know_the_data(_at: datetime) -> None:
    """Let SQLite count its tables, as PostgreSQL does by itself."""
    if connection.vendor == "sqlite":
        count_anew()
