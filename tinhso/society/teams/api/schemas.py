"""What several parts say and are told."""

from collections.abc import Iterable
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from django.http import Http404
from ninja import Query
from pydantic import Field

from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request
from tinhso.society.teams.models.looking import place_looked_at

A_PAGE = 50
NO_NUL = r"^[^\x00]*$"
Text = Annotated[str, Field(max_length=1000, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=120, pattern=NO_NUL)]
Language = Annotated[str, Field(max_length=12, pattern=r"^[a-z\-]+$")]
PlaceCode = Annotated[str, Field(max_length=20, pattern=r"^[\w.\-]+$")]
Commune = Annotated[str, Query(max_length=20)]
After = Annotated[UUID | None, Query()]


class HasUuid(Protocol):
    """A row that a page can end with."""

    uuid: UUID


Row = TypeVar("Row", bound=HasUuid)


def a_page(rows: Iterable[Row]) -> tuple[list[Row], str]:
    """At most `A_PAGE` of the rows, one more of which was asked for, and what asks for those after them."""
    found = list(rows)
    shown = found[:A_PAGE]
    return shown, str(shown[-1].uuid) if len(found) > A_PAGE else ""


def place_of(request: Request, commune: str) -> Place:
    """The commune that is asked for, else the asker's, else the province. Raises Http404."""
    place = place_looked_at(request.rights, request.actor.post, commune)
    if place is None:
        raise Http404
    return place


def note(request: Request, people: Iterable[UUID | None]) -> None:
    """Keep whose names a machine was told."""
    note_list([one for one in people if one], way=ListWay.LIST, by=request.actor, at=request.at)
