"""Which numbers stand on the wall."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.wall.actions.tiles import choose_tile
from tinhso.operations.wall.apps import CHOOSE
from tinhso.operations.wall.forms import TileForm
from tinhso.operations.wall.models import MOST_TILES, Tile
from tinhso.warehouse.definitions import known


@needs(CHOOSE)
@require_safe
def wall_tiles(request: Request) -> HttpResponse:
    """The six places, and what stands at each."""
    standing, promises = {tile.position: tile for tile in Tile.objects.all()}, known()
    rows = [
        (position, tile, promises.get(tile.indicator) if tile else None)
        for position in range(1, MOST_TILES + 1)
        for tile in [standing.get(position)]
    ]
    return page(request, "wall/tiles.html", {"rows": rows})


@needs(CHOOSE)
@require_http_methods(["GET", "POST"])
def choose(request: Request, position: int) -> HttpResponse:
    """Another number, or another target, for one of them."""
    if not 1 <= position <= MOST_TILES:
        raise Http404
    form = TileForm(request.POST if request.method == "POST" else None, initial=_initial(position))
    if request.method == "POST" and form.is_valid():
        try:
            choose_tile(position, **form.chosen(), by=request.actor, at=request.at)
            return redirect("wall_tiles")
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
    status = 422 if form.errors else 200
    return page(request, "wall/tile.html", {"form": form, "position": position}, status=status)


def _initial(position: int) -> dict[str, object]:
    tile = Tile.objects.filter(position=position).first()
    if tile is None:
        return {"days": 7}
    return {name: getattr(tile, name) for name in ("indicator", "days", "target", "better", "source")}
