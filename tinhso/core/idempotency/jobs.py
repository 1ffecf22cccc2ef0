"""Answers are forgotten by the clock."""

from datetime import datetime

from tinhso.core.idempotency.actions import forget_old_answers
from tinhso.events.jobs import daily


@daily(2, 40)
def clean_answers(at: datetime) -> None:
    """Forget answers that nobody will ask for again."""
    forget_old_answers(at=at)
