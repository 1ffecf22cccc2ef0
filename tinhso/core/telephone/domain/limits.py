"""How much one telephone may ask, and how long anything is kept."""

from datetime import timedelta

TEXTS_AN_HOUR, TEXTS_A_DAY = 10, 30
"""Text messages of one number that are read; what comes beyond is dropped unread."""
CALLS_AN_HOUR = 20
"""Calls of one number."""
TRIES = 3
"""Wrong codes or silences in one call, before it ends kindly."""
KEPT = timedelta(days=30)
"""After that nothing is left of a text message or a call but its entry in the log."""
A_CALL = timedelta(minutes=30)
"""The longest that a call lasts; after that its words are heard no more."""
TO_RATE = timedelta(days=30)
"""How long a bare number from 1 to 5 answers our last question, or rates what was asked for last."""
