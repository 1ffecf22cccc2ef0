"""A rule as it is told: one document, one version."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.domain.readings import Measure
from tinhso.operations.alerts.domain.words import Kind, Level, Side

LONGEST_LOOK, LONGEST_WAIT, LEAST_FOR_A_LINE = 92, 24 * 60, 3
Days = Annotated[int, Field(ge=1, le=LONGEST_LOOK)]
Hours = Annotated[int, Field(ge=0, le=LONGEST_WAIT)]
Value = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class ValueWanted(Refusal):
    sentence = _("Say from which value on somebody is wanted.")
    field = "value"


class ClearsOnTheBadSide(Refusal):
    sentence = _("The value at which the alert ends must lie on the good side of the one that raises it.")
    field = "clear"


class OverAll(Refusal):
    sentence = _("A share is never under 0 or over 100 %. The rule would never say anything, or always.")
    field = "value"


class TooFewDays(Refusal):
    sentence = _("Looking ahead needs three days at least.")
    field = "window"


class RuleTold(BaseModel):
    """What a rule says.

    value       numbers as they are, shares in percent (0–100), changes in percent, those of shares in points
    clear       where an alert ends, on the good side of `value`; None: at `value`
    window      days that are taken together; how long nothing may come in; the days a line is drawn through
    back        how many days before is compared with; how many days ahead is looked
    hold_hours  how long it must be bad before the alert fires
    keep_hours  how long it must be good before the alert ends
    urgent      told in quiet hours, too
    inhibits    codes of rules that keep silent at a place while this one fires there or above
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str = Field(max_length=100)
    kind: Kind
    side: Side = Side.ABOVE
    value: Value | None = None
    clear: Value | None = None
    window: Days = 1
    back: Days = 7
    hold_hours: Hours = 0
    keep_hours: Hours = 0
    level: Level = Level.COMMUNE
    urgent: bool = False
    inhibits: tuple[str, ...] = ()

    @property
    def days_wanted(self) -> int:
        """How many days before the one that is judged must be known to judge it."""
        return self.window + (self.back if self.kind is Kind.CHANGE else 0)

    def beyond(self, value: float, limit: float) -> bool:
        return value > limit if self.side is Side.ABOVE else value < limit


def checked(rule: RuleTold, measure: Measure) -> RuleTold:
    """The rule, if it can say anything of such a number.

    Raises ValueWanted, OverAll, ClearsOnTheBadSide, TooFewDays.
    """
    if rule.kind is Kind.ABSENCE:
        return rule
    if rule.value is None:
        raise ValueWanted
    if measure is Measure.SHARE and rule.kind is not Kind.CHANGE:
        for value in (rule.value, rule.clear):
            if value is not None and not 0 <= value <= 100:
                raise OverAll
    if rule.clear is not None and rule.beyond(rule.clear, rule.value):
        raise ClearsOnTheBadSide
    if rule.kind is Kind.FORECAST and rule.window < LEAST_FOR_A_LINE:
        raise TooFewDays
    return rule
