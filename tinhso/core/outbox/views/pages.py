"""What a phone asks before it delivers."""

from uuid import UUID

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from tinhso.core.files.actions.receipting import public_keys
from tinhso.core.outbox.models import Delivered
from tinhso.kit.doors import Request, open_to_all

DEVICE_COOKIE = "outbox"
"""Written by the phone: its name, the place of the last item it kept, and how many it keeps, with dots between.

It outlives the store of the browser, so that a phone which lost its store can say so.
"""


@open_to_all
@require_safe
def now(request: Request) -> JsonResponse:
    """For whom this browser delivers, the proof for its forms, our clock and keys, and how far we heard of it."""
    heard = Delivered.objects.from_device(device).heard() if (device := _device(request)) else None
    told = {
        "who": _who(request),
        "csrf": get_token(request),
        "at": request.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "keys": {name: public.hex() for name, public in public_keys().items()},
        "heard": {"sequence": heard.sequence, "at": heard.at.isoformat()} if heard else None,
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _who(request: Request) -> str:
    """A name for the one who is signed in that says nothing to anyone else; empty for a visitor."""
    account = request.actor.account
    return salted_hmac("outbox", str(account)).hexdigest()[:16] if account else ""


def _device(request: Request) -> UUID | None:
    try:
        return UUID(request.COOKIES.get(DEVICE_COOKIE, "").partition(".")[0])
    except ValueError:
        return None
