"""The tables of the wall, and its questions to the warehouse."""

from tinhso.operations.wall.models.briefings import Briefing
from tinhso.operations.wall.models.tiles import MOST_TILES, Tile

__all__ = ["MOST_TILES", "Briefing", "Tile"]
