"""The search for machines."""

from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from tinhso.core.search.actions import shown
from tinhso.core.search.models import MOST_RESULTS, Row
from tinhso.kit.doors import Request, open_to_all

router = Router(tags=["search"])


class Found(Schema):
    """A thing that fits. `ref` is its uuid or code, `place` the id of the place it belongs to, `url` its page."""

    kind: str
    ref: str
    title: str
    text: str
    place: int | None
    url: str


@router.get("/", response=list[Found])
@open_to_all
def search(
    request: Request,
    q: str,
    kind: Annotated[list[str] | None, Query(max_length=10)] = None,
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 20,
) -> list[Row]:
    """What fits the words, the closest first; only what the asker may see. `kind` may be given several times."""
    rows = Row.objects.find(q, rights=request.rights, kinds=kind, limit=limit)
    shown(rows, by=request.actor, at=request.at)
    return rows
