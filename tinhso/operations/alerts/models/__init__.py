"""The tables of alerts."""

from tinhso.operations.alerts.models.alerts import Alert, Silence
from tinhso.operations.alerts.models.duties import Duty
from tinhso.operations.alerts.models.rules import PUBLISHED_ONCE, Rule, RuleVersion, Status

__all__ = ["PUBLISHED_ONCE", "Alert", "Duty", "Rule", "RuleVersion", "Silence", "Status"]
