"""What is said of a target on its pages, in words a leader needs no explanation for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.kit.charts import LineChart, Scale
from tinhso.kit.passport import Text
from tinhso.kit.saying import HARD, say_number, say_percent
from tinhso.operations.strategy.domain.drawing import Drawn, way_chart
from tinhso.operations.strategy.domain.figures import Point, leading, needed_growth
from tinhso.operations.strategy.domain.tables import Unit, chance_of, said
from tinhso.operations.strategy.domain.words import (
    STANDING_SIGNS,
    STANDING_WORDS,
    WHY_WORDS,
    FigureState,
    Standing,
    Why,
)
from tinhso.operations.strategy.models import Figure, Outlook, Target
from tinhso.operations.strategy.models.boards import Row

ORDER = list(Standing)
BAR = 300


def say_value(value: Decimal | float | None, unit: Unit, *, places: int | None = None) -> str:
    """A figure with its unit, as it was told: two decimals at most, none that are zeros."""
    if value is None:
        return "–"
    return f"{say_number(value, places) if places is not None else say_plain(value)}{HARD}{unit.title}"


def say_plain(value: Decimal | float) -> str:
    """With as many decimals as it has, two at most, and no zeros at the end."""
    told = Decimal(str(round(float(value), 2)))
    return say_number(int(told) if told == int(told) else told)


def say_change(value: float, unit: Unit) -> str:
    """A change a year: of a share in points, so that it is not taken for growth."""
    sign = "+" if value >= 0 else "−"
    word = _("points") if unit.code == "percent" else unit.title
    return f"{sign}{say_plain(abs(value))}{HARD}{word}"


@dataclass(frozen=True, slots=True)
class Sign:
    """A standing: its word, icon and tone; `key` orders the worst first."""

    standing: Standing
    word: Text
    icon: str
    tone: str

    @classmethod
    def of(cls, standing: Standing) -> "Sign":
        icon, tone = STANDING_SIGNS[standing]
        return cls(standing, STANDING_WORDS[standing], icon, tone)


@dataclass(frozen=True, slots=True)
class TargetSaid:
    """One target as rows and pages tell it."""

    row: Row

    @property
    def target(self) -> Target:
        return self.row.target

    @property
    def unit(self) -> Unit:
        return self.row.target.measured_in

    @property
    def sign(self) -> Sign:
        return Sign.of(self.row.standing)

    @property
    def why(self) -> Text:
        return WHY_WORDS[Why(self.row.outlook.why)] if self.row.outlook else WHY_WORDS[Why.NO_FIGURE]

    @property
    def tiles(self) -> list[tuple[Text, str, str, str]]:
        """Label, figure, unit, note: where it stands, what is wanted, what each year must bring, how likely that is."""
        outlook, version, unit = self.row.outlook, self.row.version, self.unit.title
        told: list[tuple[Text, str, str, str]] = []
        if outlook and outlook.value is not None:
            told.append(
                (_("The last figure"), say_plain(outlook.value), unit, _("Year %(year)s") % {"year": outlook.year})
            )
        if version:
            by = _("By the end of %(year)s") % {"year": version.year}
            told.append((_("To be reached"), say_plain(version.value), unit, by))
        if self.needed:
            growth = _("That is growth of %(growth)s a year") % {"growth": self.growth} if self.growth else ""
            number, _space, word = self.needed.partition(HARD)
            told.append((_("Needed each year"), number, word, growth))
        if self.probability:
            told.append((_("Chance of reaching it"), self.probability, "", self.chance))
        return told

    @property
    def now(self) -> str:
        return say_value(self.row.outlook.value, self.unit) if self.row.outlook else "–"

    @property
    def wanted(self) -> str:
        return say_value(self.row.version.value, self.unit) if self.row.version else "–"

    @property
    def chance(self) -> str:
        """In words; empty where nothing is forecast."""
        outlook = self.row.outlook
        return chance_of(outlook.probability).title if outlook and outlook.probability is not None else ""

    @property
    def probability(self) -> str:
        """In per cent, never 0 or 100: nothing to come is certain."""
        outlook = self.row.outlook
        if outlook is None or outlook.probability is None:
            return ""
        return say_percent(min(0.99, max(0.01, outlook.probability)), 0)

    @property
    def owner(self) -> str:
        office = self.target.owner.name if self.target.owner else ""
        return " · ".join(filter(None, (office, self.target.owner_post)))

    @property
    def note(self) -> str:
        """Now, the target, the chance, who answers."""
        outlook, version = self.row.outlook, self.row.version
        told = [
            f"{self.now} ({outlook.year})" if outlook and outlook.year else "",
            _("target %(value)s by %(year)s") % {"value": self.wanted, "year": version.year} if version else "",
            self.target.owner.name if self.target.owner else _("nobody answers for it yet"),
        ]
        return " · ".join(filter(None, told))

    @property
    def bar(self) -> tuple[float, float] | None:
        """Lengths of the value and of the target, from zero, where both are known and more is better."""
        outlook, version = self.row.outlook, self.row.version
        if not outlook or outlook.value is None or not version or self.target.direction == "down":
            return None
        along = Scale(0, max(outlook.value, float(version.value)) or 1, 0, BAR)
        return along.at(outlook.value), along.at(float(version.value))

    @property
    def finding(self) -> str:
        """One sentence that says how it stands."""
        version, outlook = self.row.version, self.row.outlook
        if version is None or outlook is None or outlook.value is None:
            return str(self.why)
        told = {"now": self.now, "year": outlook.year, "wanted": self.wanted, "by": version.year}
        if self.row.standing is Standing.REACHED:
            return _("Reached: %(now)s in %(year)s, wanted is %(wanted)s.") % told
        if self.row.standing is Standing.MISSED:
            return _("Missed: %(now)s in %(year)s, wanted was %(wanted)s.") % told
        if self.chance:
            chance = self.chance[0].upper() + self.chance[1:]
            return _("%(chance)s: %(wanted)s by %(by)s.") % {**told, "chance": chance}
        if self.row.standing is Standing.NO_DATA:
            return str(self.why)
        if self.row.standing is Standing.ON_TRACK:
            return _("Ahead of the straight way to %(wanted)s in %(by)s.") % told
        return _("Behind the straight way to %(wanted)s in %(by)s.") % told

    @property
    def needed(self) -> str:
        """What each year must bring; empty when no year is left or nothing is missing."""
        outlook, version = self.row.outlook, self.row.version
        if not outlook or not version or outlook.needed is None or self.row.standing is Standing.REACHED:
            return ""
        return say_change(outlook.needed, self.unit)

    @property
    def growth(self) -> str:
        """The same as growth a year, for amounts."""
        outlook, version = self.row.outlook, self.row.version
        if not self.needed or not outlook or not version or outlook.value is None or outlook.year is None:
            return ""
        growth = needed_growth(Point(outlook.year, outlook.value), version.goal_point)
        return "" if growth is None or growth < 0 or self.unit.ceiling else say_percent(growth)

    @property
    def tried(self) -> str:
        """How far off forecasts from earlier years were."""
        found = self.row.outlook.tried if self.row.outlook else {}
        if not found:
            return ""
        told = {"error": _apart(found["error"], self.unit), "idle": _apart(found["idle"], self.unit)}
        return (
            _("Forecasts from earlier years were off by %(error)s on average; “as the year before” by %(idle)s.") % told
        )

    def leading(self, figures: Iterable[Figure]) -> dict[int, Point]:
        """The figures that are drawn and judged: their ids, by year."""
        standing = [row.candidate for row in figures if row.state == FigureState.STANDS and row.whole_year]
        leads = leading(standing, self.target.method)
        return {leads[year].number: Point(year, float(leads[year].value)) for year in sorted(leads)}

    def chart(self, figures: Iterable[Figure]) -> LineChart | None:
        """What was, the target, the years to come. None where there is nothing to draw."""
        points = list(self.leading(figures).values())
        goal = self.row.version.goal_point if self.row.version else None
        if not points:
            return None
        word = _("Target %(value)s") % {"value": self.wanted}
        heads = (_("Year"), _("Figure"), _("Forecast, 80 of 100 futures"))
        fan: Sequence[Sequence[float]] = self.row.outlook.fan if self.row.outlook else []
        return way_chart(Drawn(points, goal, word, fan, self.unit.places, heads), self._drawn(points, fan))

    def _drawn(self, points: Sequence[Point], fan: Sequence[Sequence[float]]) -> str:
        """What the drawing shows, in words."""
        if fan:
            year, low, _middle, high = fan[-1]
            between = f"{say_number(low, self.unit.places)}–{say_value(high, self.unit, places=self.unit.places)}"
            return _("Forecast for %(year)s: %(between)s.") % {"year": int(year), "between": between}
        told = {"year": points[-1].year, "now": say_value(points[-1].value, self.unit), "since": points[0].year}
        if len(points) == 1:
            return _("One figure: %(now)s in %(year)s.") % told
        told["then"] = say_value(points[0].value, self.unit)
        return _("From %(then)s in %(since)s to %(now)s in %(year)s.") % told


def _apart(value: float, unit: Unit) -> str:
    word = _("points") if unit.code == "percent" else unit.title
    return f"{say_number(round(value, 1))}{HARD}{word}"


def say_parts(figure: Figure, target: Target) -> str:
    """The components that stay with a figure: core 7.77 + digitised 4.91."""
    return " + ".join(
        f"{said(target.parts[code])} {say_plain(Decimal(part))}" for code, part in figure.parts.items()
    )  # fmt: skip


def tally(rows: Iterable[Row]) -> list[tuple[Sign, int]]:
    """How many targets stand how, the worst first; what none is, is left out."""
    counts: dict[Standing, int] = {}
    for row in rows:
        counts[row.standing] = counts.get(row.standing, 0) + 1
    return [(Sign.of(one), counts[one]) for one in ORDER if one in counts]


def outlook_of(target: Target) -> Outlook | None:
    return Outlook.objects.filter(target=target).first()
