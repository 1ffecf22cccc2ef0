"""The map of a picture: only colours and pins are made anew."""

from dataclasses import replace

from django.utils.translation import gettext as _

from tinhso.kit.maps import AreaMap, Drawn, Label
from tinhso.operations.wall.domain.figures import Figure
from tinhso.operations.wall.domain.shades import Shading
from tinhso.operations.wall.models.ground import Plot
from tinhso.operations.wall.models.picture import Picture
from tinhso.operations.wall.views.asked import Asked

TURN = 0.6
"""How far right a pin may stand before its name goes to its left."""


def drawn_map(seen: Picture, asked: Asked) -> AreaMap | None:
    """The communes coloured by the number; None where nothing is to be drawn."""
    if seen.choice is None or not seen.ground.plots:
        return None
    choice, values = seen.choice, {place: figure.value for place, figure in seen.figures.items()}
    known = [value for value in values.values() if value is not None]
    shading = Shading.of(known, choice.target, choice.better, choice.kind)
    drawn = tuple(_coloured(plot, seen.figures.get(plot.place), shading, asked) for plot in seen.ground.plots.values())
    unknown = any(one.kind == "m0" for one in drawn)
    pins = [
        _pin(number, plot, seen)
        for number, look in enumerate(seen.looks, 1)
        if (plot := seen.ground.plots.get(look.plot or 0))
    ]
    pinned = {look.plot for look in seen.looks}
    names = [_name(seen.ground.plots[place]) for place in seen.ground.bearings if place not in pinned]
    title = _("%(what)s, %(period)s") % {"what": choice.promise.title, "period": choice.period}
    legend = shading.legend(unknown=unknown)
    return AreaMap(title, seen.ground.width, seen.ground.height, drawn, (*names, *pins), (), legend)


def _coloured(plot: Plot, figure: Figure | None, shading: Shading, asked: Asked) -> Drawn:
    value, said = (figure.value, figure.said) if figure else (None, "–")
    area = replace(plot.drawn.area, name=plot.full_name, value=value, href=asked.place(plot.key))
    return Drawn(area, plot.drawn.path, shading.shade(value), said)


def _pin(number: int, plot: Plot, seen: Picture) -> Label:
    figure = seen.figures.get(plot.place)
    text = f"{plot.name} {figure.said}" if figure else plot.name
    return Label(plot.x, plot.y, text, number, "start" if plot.x < seen.ground.width * TURN else "end")


def _name(plot: Plot) -> Label:
    return Label(plot.x, plot.y, plot.name, None, "middle")
