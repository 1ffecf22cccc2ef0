"""Numbers of a directive as pages and papers tell them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kit.passport import Text
from tinhso.kit.saying import HARD, say_date, say_number
from tinhso.operations.directives.domain.measuring import Change, Reading, Shape, more_than
from tinhso.operations.directives.domain.words import MOMENT_WORDS, VERDICTS, Better, Moment, Verdict
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.models.outcomes import at_issue, verdict_of
from tinhso.operations.directives.models.readings import Read, read, shape_of
from tinhso.warehouse.definitions import known

NOT_KNOWN = "–"


def say_value(code: str, value: float | None) -> str:
    """`96,1 %`, `12 hồ sơ`, `3,5 ngày`; what is not known is a dash, never 0."""
    promise = known().get(code)
    if value is None or promise is None:
        return NOT_KNOWN
    unit = "%" if shape_of(code) is Shape.SHARE else promise.unit
    return f"{say_plain(value)}{HARD}{unit}"


def say_plain(value: float) -> str:
    """With one decimal, and none that is a zero."""
    near = round(value, 1)
    return say_number(int(near) if near == int(near) else near)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: when, the number there, the number at the sisters."""

    when: Text
    day: date
    own: str
    others: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a directive until now. `found` is the last reading; the verdict rests on it."""

    directive: Directive
    before: Reading
    found: Read
    lines: list[Line]
    verdict: Verdict

    @property
    def sign(self) -> tuple[Text, str, str]:
        """The verdict in words, its icon, its tone."""
        return VERDICTS[self.verdict]

    @property
    def rows(self) -> list[tuple[Text, str, str, str]]:
        """The lines of the table."""
        return [(one.when, say_date(one.day), one.own, one.others) for one in self.lines]

    @property
    def title(self) -> Text:
        promise = known().get(self.directive.indicator)
        return promise.title if promise else self.directive.indicator

    @property
    def now(self) -> str:
        return self._said(self.found.own.value)

    @property
    def then(self) -> str:
        return self._said(self.before.value)

    @property
    def target(self) -> str:
        wanted = self.directive.target
        return self._said(float(wanted)) if wanted is not None else ""

    @property
    def changes(self) -> tuple[Change, Change]:
        return self.found.change(self.before, Better(self.directive.better))

    @property
    def beside(self) -> str:
        """What sister places did in the same days, and the plain difference."""
        own, sisters = self.changes
        if not self.found.sisters or sisters.gain is None:
            return _("No sister place can be compared.")
        told = {
            "num": self.found.sisters, "then": self._said(sisters.before.value), "now": self._said(sisters.after.value)
        }  # fmt: skip
        first = ngettext(
            "%(num)s sister place without a directive went from %(then)s to %(now)s.",
            "%(num)s sister places without a directive went from %(then)s to %(now)s together.",
            self.found.sisters,
        )
        return " ".join(filter(None, (first % told, self._difference(more_than(own, sisters)))))

    def _difference(self, more: float | None) -> str:
        if more is None:
            return ""
        points = shape_of(self.directive.indicator) is Shape.MEAN
        size = self._said(abs(more)) if points else f"{say_plain(abs(more))}{HARD}{self._unit}"
        if abs(more) < 0.05:
            return _("Here it moved just as much.")
        told = (
            _("Here it became better by %(size)s more.") if more > 0 else _("Here it became better by %(size)s less.")
        )
        return told % {"size": size}

    @property
    def _unit(self) -> str:
        """Shares differ by points; counts by per cent of what there was."""
        return _("points") if shape_of(self.directive.indicator) is Shape.SHARE else "%"

    def _said(self, value: float | None) -> str:
        return say_value(self.directive.indicator, value)


def outcome_of(directive: Directive, *, at: datetime) -> Outcome | None:
    """What came of a directive until now; None where it shall move no number."""
    if not directive.indicator:
        return None
    before, found = at_issue(directive), read(directive, timezone.localdate(at))
    lines = [*_kept(directive), _line(directive, _("Now"), found)]
    return Outcome(directive, before, found, lines, verdict_of(directive, found, before))


def _kept(directive: Directive) -> Iterator[Line]:
    shape = shape_of(directive.indicator)
    rows = {Moment(one.moment): one.as_read(shape) for one in directive.readings.exclude(top=None)}
    rows.setdefault(Moment.ISSUED, read(directive, timezone.localdate(directive.issued_at)))
    for moment in Moment:
        if moment in rows:
            yield _line(directive, MOMENT_WORDS[moment], rows[moment])


def _line(directive: Directive, when: Text, found: Read) -> Line:
    code = directive.indicator
    return Line(when, found.day, say_value(code, found.own.value), say_value(code, found.others.value))


def prefilled(code: str, place: str, value: float | None, day: date) -> tuple[str, str]:
    """The title and the sentence of a directive about a number that stands out."""
    promise = known()[code]
    title = _("%(what)s: %(place)s") % {"what": promise.title, "place": place}
    if value is None:
        return title, _("Find out why and put it right: %(what)s, %(place)s.") % {"what": promise.title, "place": place}
    told = {"what": promise.title, "place": place, "value": say_value(code, value), "day": say_date(day)}
    return title, _(
        "%(what)s, %(place)s: %(value)s on %(day)s. Find out why, put it right, and report the result."
    ) % told
