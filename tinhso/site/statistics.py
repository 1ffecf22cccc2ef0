"""What the database knows of its own data, by which it chooses the way to an answer."""

from django.db import connection


def count_anew() -> None:
    """Count samples of every table. PostgreSQL does so by itself when much has changed, a while later; SQLite never."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")
