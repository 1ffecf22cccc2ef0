"""The words of a strategy: where a figure comes from, how a target stands."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Origin(StrEnum):
    """What a figure rests on; the same codes as in the warehouse."""

    COUNTED = "counted"
    DECLARED = "declared"
    IMPORTED = "imported"


class FigureState(StrEnum):
    """Only what stands is judged and forecast from; a declared figure waits for another person."""

    WAITS = "waits"
    STANDS = "stands"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a target stands today."""

    MISSED = "missed"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    REACHED = "reached"
    NO_DATA = "no_data"
    UNSET = "unset"


class Why(StrEnum):
    """Why a target is judged as it is, or why nothing is forecast."""

    FORECAST = "forecast"
    PATH = "path"
    VALUE = "value"
    NO_FIGURE = "no_figure"
    NO_FIGURE_OF_THE_YEAR = "no_figure_of_the_year"
    TOO_FEW = "too_few"
    ALL_ZERO = "all_zero"
    NO_TARGET = "no_target"


FIGURE_WORDS: Mapping[FigureState, Text] = {
    FigureState.WAITS: _("Waits for another person"),
    FigureState.STANDS: _("Stands"),
    FigureState.WITHDRAWN: _("Withdrawn"),
}
STANDING_WORDS: Mapping[Standing, Text] = {
    Standing.MISSED: _("Missed"),
    Standing.AT_RISK: _("At risk"),
    Standing.ON_TRACK: _("On track"),
    Standing.REACHED: _("Reached"),
    Standing.NO_DATA: _("No data"),
    Standing.UNSET: _("Watched, no target"),
}
STANDING_SIGNS: Mapping[Standing, tuple[str, str]] = {
    Standing.MISSED: ("x-circle", "red"),
    Standing.AT_RISK: ("warning", "earth"),
    Standing.ON_TRACK: ("arrow-up", "indigo"),
    Standing.REACHED: ("check-fat", "green"),
    Standing.NO_DATA: ("question", ""),
    Standing.UNSET: ("eye", ""),
}
"""Icon and tone of each."""
WHY_WORDS: Mapping[Why, Text] = {
    Why.FORECAST: _("From the forecast."),
    Why.PATH: _("Too few figures for a forecast. Compared with the straight way to the target."),
    Why.VALUE: _("From the last figure itself."),
    Why.NO_FIGURE: _("No figure stands yet."),
    Why.NO_FIGURE_OF_THE_YEAR: _("The year of the target is over, and its figure is not here."),
    Why.TOO_FEW: _("There are too few figures. A forecast needs three years."),
    Why.ALL_ZERO: _("Every figure is zero. Find out whether it is measured at all."),
    Why.NO_TARGET: _("The sources name no target for this."),
}
