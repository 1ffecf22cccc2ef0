"""The wall itself."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kit.addresses import url
from tinhso.kit.charts import Spark, spark
from tinhso.kit.doors import Request, needs
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.saying import HARD, say_day
from tinhso.operations.wall.apps import CHOOSE, SEE
from tinhso.operations.wall.domain.figures import Kind
from tinhso.operations.wall.models.picture import Picture, TileShown, choices, picture
from tinhso.operations.wall.models.rollups import changed_at, version
from tinhso.operations.wall.views.asked import Asked
from tinhso.operations.wall.views.drawing import drawn_map


@dataclass(frozen=True, slots=True)
class TileDrawn:
    """A tile with its line; `figure` without the sign of a share, which stands small beside it."""

    tile: TileShown
    figure: str
    unit: str
    spark: Spark | None
    href: str


@home_card("leader", SEE)
def wall_card(_request: Request) -> Card:
    """Always there."""
    return Card(title=_("The wall"), text=_("How the province is now"), url=url("wall"), icon="presentation-chart")


@needs(SEE)
@require_safe
def wall(request: Request) -> HttpResponse:
    """The province this moment, or on the evening of a day before (`?until=`), the map of any number (`?number=`)."""
    asked = Asked.of(request)
    seen = version()
    reach = request.rights.places(SEE)
    shown = picture(number=asked.number, until=asked.until, places=reach, rights=request.rights, at=request.at)
    values = {
        "seen": seen, "asked": asked, "shown": shown, "map": drawn_map(shown, asked),
        "tiles": [_drawn(tile, asked) for tile in shown.tiles], "numbers": _numbers(asked),
        "days": [(day, say_day(day, asked.today), asked.wall(until=day)) for day in asked.days],
        "counted": changed_at() if asked.is_now else None, "may_choose": request.rights.may(CHOOSE),
        "links": _links(shown, asked),
    }  # fmt: skip
    return page(request, "wall/wall.html", values)


def _drawn(tile: TileShown, asked: Asked) -> TileDrawn:
    """The line has the days of which something is known."""
    known = [value for _day, figure in tile.way if (value := figure.value) is not None]
    percent = f"{HARD}%"
    unit = "%" if tile.choice.kind is Kind.SHARE else str(tile.choice.promise.unit)
    return TileDrawn(
        tile, tile.figure.said.removesuffix(percent), unit if tile.figure.value is not None else "",
        spark(known, tile.choice.target) if len(known) > 1 else None, asked.wall(number=tile.choice.promise.code),
    )  # fmt: skip


def _numbers(asked: Asked) -> list[tuple[str, str]]:
    """What can be chosen for the map, by title."""
    found = [(code, str(choice.promise.title)) for code, choice in choices(asked.until).items()]
    return sorted(found, key=lambda both: both[1])


def _links(shown: Picture, asked: Asked) -> list[str]:
    """Where each of the places to look at leads: its own page where it has one, else the commune's."""
    return [look.href or _commune_page(shown, look.plot, asked) for look in shown.looks]


def _commune_page(shown: Picture, commune: int | None, asked: Asked) -> str:
    found = shown.ground.communes.get(commune or 0)
    return asked.place(found.address_key) if found else ""
