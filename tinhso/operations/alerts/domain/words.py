"""The words of alerts: what a rule looks at, where an alert stands, why it ended."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Kind(StrEnum):
    """What a rule looks at."""

    THRESHOLD = "threshold"
    CHANGE = "change"
    ABSENCE = "absence"
    FORECAST = "forecast"


class Side(StrEnum):
    """On which side of its value a number is bad."""

    ABOVE = "above"
    BELOW = "below"


class Level(StrEnum):
    """Which places a rule judges."""

    COMMUNE = "commune"
    PROVINCE = "province"
    BOTH = "both"


class State(StrEnum):
    """Pending: not yet long enough. What was pending and passed leaves nothing behind."""

    PENDING = "pending"
    FIRING = "firing"
    ENDED = "ended"


class Sees(StrEnum):
    """What one look at a number says. Between: past the value that clears it, but not past the one that raises it."""

    BAD = "bad"
    BETWEEN = "between"
    GOOD = "good"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why a number cannot be judged. It is then unknown, never 0."""

    NOTHING_KNOWN = "nothing_known"
    NOTHING_TO_DIVIDE_BY = "nothing_to_divide_by"
    OVER_ALL = "over_all"
    TOO_FEW_DAYS = "too_few_days"


class Ending(StrEnum):
    """Why an alert ended."""

    RECOVERED = "recovered"
    PLACE_GONE = "place_gone"
    RULE_RETIRED = "rule_retired"


KIND_WORDS: Mapping[Kind, Text] = {
    Kind.THRESHOLD: _("A number goes past a value"),
    Kind.CHANGE: _("A number changes too fast"),
    Kind.ABSENCE: _("No number comes in"),
    Kind.FORECAST: _("A number is on its way past a value"),
}
SIDE_WORDS: Mapping[Side, Text] = {Side.ABOVE: _("above"), Side.BELOW: _("below")}
LEVEL_WORDS: Mapping[Level, Text] = {
    Level.COMMUNE: _("Each commune"),
    Level.PROVINCE: _("The whole province"),
    Level.BOTH: _("Each commune and the whole province"),
}
DOUBT_WORDS: Mapping[Doubt, Text] = {
    Doubt.NOTHING_KNOWN: _("Nothing is known of these days. Unknown is not 0."),
    Doubt.NOTHING_TO_DIVIDE_BY: _("There was nothing to take a share of."),
    Doubt.OVER_ALL: _("More than 100 %: some belong to what came before these days."),
    Doubt.TOO_FEW_DAYS: _("Too few days are known to look ahead."),
}
ENDING_WORDS: Mapping[Ending, Text] = {
    Ending.RECOVERED: _("The number is good again."),
    Ending.PLACE_GONE: _("The place stands no more."),
    Ending.RULE_RETIRED: _("Its rule watches this place no more."),
}
