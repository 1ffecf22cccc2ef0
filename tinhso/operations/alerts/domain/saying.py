"""What a rule and its alert say, in words that need no explanation."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kit.passport import Text
from tinhso.kit.saying import HARD, say_number
from tinhso.operations.alerts.domain.readings import Measure
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import SIDE_WORDS, Kind


@dataclass(frozen=True, slots=True)
class Voice:
    """A rule with the words of its indicator: `title`, and the `unit` of one."""

    rule: RuleTold
    measure: Measure
    title: Text
    unit: Text

    def number(self, value: float | None) -> str:
        """A number of this rule with its unit. Unknown is a dash."""
        if value is None:
            return "–"
        if self.rule.kind is Kind.ABSENCE:
            return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": int(value)}
        plain = say_number(int(value) if value == int(value) else round(value, 1))
        if self.rule.kind is Kind.CHANGE:
            sign, word = ("+" if value >= 0 else "−"), _("points") if self.measure is Measure.SHARE else "%"
            return f"{sign}{plain.lstrip('-−')}{HARD}{word}"
        return f"{plain}{HARD}{'%' if self.measure is Measure.SHARE else self.unit}"

    @property
    def says(self) -> str:
        """When it fires, in one sentence."""
        rule, values = self.rule, {"what": self.title, "limit": self.number(self.rule.value)}
        values |= {"side": SIDE_WORDS[rule.side], "window": _days(rule.window), "back": _days(rule.back)}
        return {
            Kind.THRESHOLD: _("%(what)s: %(side)s %(limit)s.")
            if rule.window == 1
            else _("%(what)s, over %(window)s: %(side)s %(limit)s."),
            Kind.CHANGE: _("%(what)s, over %(window)s against %(back)s before: %(side)s %(limit)s."),
            Kind.ABSENCE: _("%(what)s: nothing comes in for %(window)s."),
            Kind.FORECAST: _("%(what)s, as of the last %(window)s: in %(back)s %(side)s %(limit)s."),
        }[rule.kind] % values

    @property
    def waits(self) -> str:
        """How long it must be bad, and when it ends. Empty where it fires and ends at once."""
        told = []
        if self.rule.hold_hours:
            told.append(_("It must be so for %(time)s.") % {"time": _hours(self.rule.hold_hours)})
        if self.rule.clear is not None:
            told.append(_("It ends at %(limit)s.") % {"limit": self.number(self.rule.clear)})
        if self.rule.keep_hours:
            told.append(_("It ends when it is good for %(time)s.") % {"time": _hours(self.rule.keep_hours)})
        return " ".join(told)

    def finding(self, value: float | None) -> str:
        """What is the matter, with its number."""
        if value is None:
            return _("%(what)s: not known now") % {"what": self.title}
        if self.rule.kind is Kind.ABSENCE:
            return _("%(what)s: nothing for %(time)s") % {"what": self.title, "time": self.number(value)}
        told = {"what": self.title, "number": self.number(value), "time": _days(self.rule.back)}
        if self.rule.kind is Kind.FORECAST:
            return _("%(what)s: %(number)s in %(time)s, if it goes on so") % told
        return f"{self.title}: {self.number(value)}"

    def why(self, value: float | None) -> str:
        """The number beside what the rule allows."""
        if self.rule.kind is Kind.ABSENCE or value is None:
            return self.says
        told = {"number": self.number(value), "limit": self.number(self.rule.value)}
        if self.rule.side.value == "above":
            return _("It is %(number)s, and more than %(limit)s wants somebody.") % told
        return _("It is %(number)s, and less than %(limit)s wants somebody.") % told


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _hours(hours: int) -> str:
    if hours % 24 == 0:
        return _days(hours // 24)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
