"""What pages say of points: findings in words, lines of components, where a figure comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kit.charts import Forecast, LineChart, Series, Share, line_chart, share_rows
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number
from tinhso.operations.index.domain.catalogue import Component
from tinhso.operations.index.domain.scoring import ComponentScore, MainScore, Score
from tinhso.operations.index.models.explained import Explained, From
from tinhso.operations.index.models.history import Year
from tinhso.operations.index.models.planning import Weighed

ORIGINS: dict[From, tuple[Text, str, str]] = {
    From.COUNTED: (gettext_lazy("counted by us"), "database", "indigo"),
    From.DECLARED: (gettext_lazy("declared"), "pencil-simple", ""),
    From.NOWHERE: (gettext_lazy("not known yet"), "question", "earth"),
}
"""What is said, with which icon, in which tone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One component on a page."""

    score: ComponentScore
    origin: tuple[Text, str, str]
    filled: float
    outline: float
    evidence: int
    gap: float | None
    best: Weighed | None

    @property
    def component(self) -> Component:
        return self.score.component


def finding(score: Score) -> str:
    """`664,3 points of 1.000`."""
    if score.points is None:
        return _("Nothing is known yet")
    return _("%(points)s points of %(scale)s") % {
        "points": say_number(score.points, 1), "scale": say_number(score.catalogue.scale)
    }  # fmt: skip


def lead(score: Score) -> str:
    """What is still open, and where most is lost."""
    told = []
    if score.unknown >= 0.05:
        told.append(
            _("%(points)s more points rest on figures that nobody entered yet.")
            % {"points": say_number(score.unknown, 1)}
        )
    known = [main for main in score.mains if main.won is not None and main.left > 0]
    if known:
        worst = max(known, key=lambda main: main.left)
        told.append(_("Most is still to gain in: %(main)s.") % {"main": worst.main.title})
    return " ".join(told)


def main_rows(score: Score, address: str) -> tuple[object, ...]:
    """The table that is its own chart: main indices on the scale of the whole, most to gain first."""
    shares = [
        Share(
            str(main.main.title), _note(main), score.scaled(main.won or 0), score.scaled(main.main.most),
            href=f"{address}{main.main.code}/",
        )
        for main in score.mains
        if main.main.most
    ]  # fmt: skip
    return share_rows(shares)


def _note(main: MainScore) -> str:
    """The component where most is lost, or why nothing is known."""
    if main.won is None:
        return _("No component is known here.")
    known = [one for one in main.components if one.won is not None and one.left > 0]
    if not known:
        return ""
    worst = max(known, key=lambda one: one.left)
    return _("%(name)s: %(share)s %% of its points") % {
        "name": short(str(worst.component.title), 44), "share": say_number(100 * (worst.outcome.won or 0), 0)
    }  # fmt: skip


def short(title: str, most: int = 60) -> str:
    """A long official name for a small line: whole words."""
    if len(title) <= most:
        return title
    return title[:most].rsplit(" ", 1)[0] + "…"


def lines_of(explained: Explained, main: MainScore, weighed: Sequence[Weighed]) -> list[Line]:
    """The components of a main index, most to gain first; what cannot be scored comes last."""
    widest = max((one.most for one in main.components), default=1) or 1
    ordered = sorted(main.components, key=lambda one: (not one.component.is_scored, -one.left))
    return [_line(explained, one, widest, weighed) for one in ordered]


def _line(explained: Explained, one: ComponentScore, widest: float, weighed: Sequence[Weighed]) -> Line:
    code = one.component.code
    claim = explained.claims.get(code)
    agreed = explained.verified_share(one.component) if claim else None
    gap = None if agreed is None or one.outcome.won is None else (one.outcome.won - agreed) * one.most
    return Line(
        score=one, origin=ORIGINS[explained.origin(one.component)],
        filled=round(300 * (one.won or 0) / widest, 1), outline=round(300 * one.most / widest, 1),
        evidence=len(claim.evidence.all()) if claim else 0, gap=gap,
        best=next((measure for measure in weighed if code in measure.effects), None),
    )  # fmt: skip


def way(line: dict[int, float], year: int, score: Score) -> LineChart | None:
    """The history as a drawing: published values, then between what the running year's points lie by now."""
    values = {str(one): value * score.catalogue.scale for one, value in sorted(line.items()) if one < year}
    if len(values) < 2:
        return None
    told = list(values.values())
    rose = told[-1] - told[0]
    words = (
        _("Until %(last)s %(points)s points more than in %(year)s")
        if rose >= 0
        else _("Until %(last)s %(points)s points fewer than in %(year)s")
    )
    found = words % {"points": say_number(abs(rose), 1), "year": next(iter(values)), "last": next(reversed(values))}
    low = score.points
    now = None if low is None else Forecast(str(year), low, low + score.unknown)
    return line_chart(found, list(values), [Series(_("Points"), tuple(told))], forecast=now)


def year_rows(years: Iterable[Year]) -> list[list[str]]:
    """The history as a table; figures of one year stand beside each other."""
    return [
        [
            str(one.year), one.province, origin_words(one),
            say_number(one.value * 1000, 1) if one.value is not None else "–",
            f"{one.rank}/{one.provinces}" if one.rank else "–",
        ]
        for one in years
    ]  # fmt: skip


def origin_words(one: Year) -> str:
    if one.rebased:
        return _("mean of the former provinces")
    return _("published") if one.origin == "published" else _("reported by the province")


def address_of(explained: Explained) -> str:
    return reverse("index_assessment", args=[explained.assessment.uuid])
