"""How long to wait before asking again."""

from datetime import datetime, timedelta

SETTLES = timedelta(minutes=2)
"""A call without an answer may still be carried out over there; only after this is it looked up."""
ROW_AT_MOST = timedelta(minutes=8)
LINE_AT_MOST = timedelta(minutes=5)
OVERLAP = timedelta(days=1)
"""How far a search reaches beyond what it means, backwards and forwards: two clocks never agree."""


def pause_of_line(failures: int) -> timedelta:
    """How long nobody calls after so many failures in a row: 1, 2, 4, then 5 minutes."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), LINE_AT_MOST)


def pause_of_row(attempts: int) -> timedelta:
    """How long one dossier's message rests after so many calls without an answer: 2, 4, then 8 minutes."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(SETTLES * doubled, ROW_AT_MOST)


def cut_off(since: datetime) -> datetime:
    """From when on to search, after a search that reached `since`."""
    return since - OVERLAP
