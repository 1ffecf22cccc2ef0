"""What petitions do by the clock."""

from datetime import datetime

from tinhso.events.jobs import every
from tinhso.government.petitions.actions.changes import lapse_silent
from tinhso.government.petitions.actions.counting import count_ratings
from tinhso.government.petitions.actions.reporting import forget_knocks
from tinhso.government.petitions.actions.suggesting import learn_topics
from tinhso.kit.actors import Actor


@every(hours=1)
def close_what_nobody_answered(at: datetime) -> None:
    """Close petitions whose senders were asked for more and kept silent for too long."""
    lapse_silent(by=Actor.system(), at=at)


@every(hours=24)
def learn_topics_anew(at: datetime) -> None:
    """Learn from what was decided, and measure how suggestions would have done."""
    learn_topics(at=at)


@every(hours=1)
def count_ratings_anew(at: datetime) -> None:
    """Count the ratings of this month and the last."""
    count_ratings(at=at)


@every(hours=1)
def forget_old_knocks(at: datetime) -> None:
    """Forget how often something was sent, once no limit counts it any more."""
    forget_knocks(at=at)
