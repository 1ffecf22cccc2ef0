"""The index is tidied by the clock."""

from datetime import datetime

from tinhso.core.search.actions import drop_forgotten_words
from tinhso.events.jobs import daily


@daily(3, 20)
def tidy_index(_at: datetime) -> None:
    """Words of what was taken out during the day leave the index for good."""
    drop_forgotten_words()
