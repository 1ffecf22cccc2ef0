"""The outbox itself, the page for no signal, and what a phone asks before it delivers."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.files.actions.receipting import believed_keys
from tinhso.core.outbox.actions.lockers import key_name, province_key, public_point
from tinhso.core.outbox.models import Delivered, Locker
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.page_parts import who
from tinhso.kit.pages import page

DEVICE_COOKIE = "outbox"
"""Written by the phone: its name, the place of the last item it kept, and how many it keeps, with dots between.

It outlives the store of the browser, so that a phone which lost its store can say so.
"""


@open_to_all
@require_safe
def outbox(request: Request) -> HttpResponse:
    """What this phone keeps; its script fills the list with these words. The page names nobody."""
    return page(request, "outbox/outbox.html", {"words": _words()})


@open_to_all
@require_safe
def no_signal(request: Request) -> HttpResponse:
    """What a phone shows instead of a page that it cannot fetch."""
    return page(request, "outbox/no_signal.html")


@open_to_all
@require_safe
def now(request: Request) -> JsonResponse:
    """For whom this browser delivers, the proof for its forms, our clock and keys, and how far we heard of it."""
    device = _device(request)
    heard = Delivered.objects.from_device(device).heard() if device else None
    told = {
        "who": who(request),
        "csrf": get_token(request),
        "at": request.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "keys": {name: public.hex() for name, public in believed_keys().items()},
        "heard": {"sequence": heard.sequence, "at": heard.at.isoformat()} if heard else None,
        "wipe": [str(one.uuid) for one in Locker.objects.to_wipe(device)] if device else [],
        "seal": _seal(),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _seal() -> dict[str, str]:
    """For which key a phone seals what it carries out on a stick."""
    key = province_key()
    return {"name": key_name(key), "key": public_point(key).hex()}


def _device(request: Request) -> UUID | None:
    try:
        return UUID(request.COOKIES.get(DEVICE_COOKIE, "").partition(".")[0])
    except ValueError:
        return None


def _words() -> dict[str, object]:
    """What the script puts together; `{name}` is filled by it."""
    return {
        "size": _("{kilobytes} KB"),
        "pictures": _("{number} photos"),
        "made": _("Made {time}"),
        "code": _("Code {code}"),
        "returned": _("Returned {time}"),
        "heard": _("The last thing that reached us from this phone was number {sequence}, on {time}."),
        "unreadable": _("Cannot be read any more"),
        "states": {
            "kept": _("Kept on this phone"),
            "sending": _("Sending"),
            "accepted": _("Accepted"),
            "refused": _("Returned"),
        },
        "why": {
            "waiting": _("Waits for a signal."),
            "line": _("Waits for a signal."),
            "person": _("Waits for you to sign in."),
            "busy": _("We are busy. The phone tries again by itself."),
            "node": _("The commune's machine has it and sends it on. It stays here too until the province answers."),
            "server": _("The province's computer has a fault. This phone keeps it and tries again by itself."),
            "receipt": _("The receipt was not ours. The phone keeps it and asks again."),
            "right": _("You may not send this. Call and ask who may."),
            "gone": _("This form is closed. Call and ask where to send it."),
            "large": _("It is too large. Take out a file, then send it again."),
            "other": _("We have it with other words. Look, and send yours as a new one."),
            "unreadable": _("This phone cannot read it any more. Please write it again."),
            "locked": _("Waits for your PIN."),
            "lost": _("It was not taken in, and this phone cannot open it any more. Please write it again."),
            "revoked": _("This phone is out of use. A person looks at what it still had."),
            "missing": _("A photo has not arrived whole. The phone sends it again by itself."),
        },
    }
