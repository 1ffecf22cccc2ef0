"""The doors by which a node brings its bundles, piece by piece, and fetches the answer."""

import re
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from tinhso.core.nodes.actions.arriving import Answer, is_signed, put_piece, read_answer
from tinhso.core.nodes.clients import HEADER
from tinhso.core.nodes.models import Node
from tinhso.kit.doors import Request, open_to_signatures

_DIGEST = re.compile(r"[0-9a-f]{64}")


@open_to_signatures
@require_POST
def bring_piece(request: Request, uuid: UUID, name: str) -> JsonResponse:
    """How much of a bundle is here; with the last piece it is brought in, and the answer is named."""
    node, start, size = _signed(request, uuid)
    if not _DIGEST.fullmatch(name):
        raise Http404
    told = put_piece(node, name, request.body, start=start, size=size, at=request.at)
    if isinstance(told, Answer):
        return JsonResponse({"answer": told.name, "size": told.size})
    return JsonResponse({"have": told})


@open_to_signatures
@require_POST
def fetch_answer(request: Request, uuid: UUID, name: str) -> HttpResponse:
    """A piece of the answer, from where the node says."""
    node, start, _size = _signed(request, uuid)
    piece = read_answer(node, name, start=start) if _DIGEST.fullmatch(name) else None
    if piece is None:
        raise Http404
    return HttpResponse(piece, content_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _signed(request: Request, uuid: UUID) -> tuple[Node, int, int]:
    """The node that signed this piece; one that was shut out may ask, and is told so. Raises PermissionDenied."""
    node = Node.objects.filter(uuid=uuid).first()
    told = is_signed(node, request.path, request.headers.get(HEADER, ""), request.body) if node else None
    if node is None or told is None:
        raise PermissionDenied
    return node, *told
