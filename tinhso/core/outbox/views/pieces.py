"""Files on their way: a phone sends them piece by piece; an officer sees what has not become whole."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.files.domain.kinds import ANY
from tinhso.core.outbox.actions.pieces import pieces_of, take_piece
from tinhso.core.outbox.domain.pieces import NotPieces, PieceOf
from tinhso.core.outbox.models import Piece
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def pieces(request: Request, item: UUID) -> HttpResponse:
    """How much of each file of one's item has come; posted, the next bytes of one (header `Piece`)."""
    account = request.actor.account or 0
    if request.method == "POST":
        try:
            piece = PieceOf.read(request.headers.get("Piece", ""), request.body, largest=ANY.max_bytes)
            have = take_piece(piece, request.body, item=item, account=account, at=request.at)
        except NotPieces:
            return JsonResponse({"state": "damaged"}, status=400)
        except Refusal:
            return JsonResponse({"state": "full"}, status=413)
        return JsonResponse({"have": {piece.sha256: have}})
    return JsonResponse({"have": pieces_of(account, item)}, headers={"Cache-Control": "no-store"})


@needs("see_arriving")
@require_safe
def arriving(request: Request) -> HttpResponse:
    """What began to come from phones of the members here and is not whole yet."""
    rows = Piece.objects.arriving(request.rights.places("see_arriving"))
    return page(request, "outbox/arriving.html", {"rows": rows})
