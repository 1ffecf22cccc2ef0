"""Where a request really came from, when proxies that we trust stand before us."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the one who asks: as told by the outermost of our `TRUSTED_PROXIES` hops, never by the client.

    With 0 hops the X-Forwarded-For header is ignored. A chain shorter than our hops was not made by our proxies.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = int(settings.TRUSTED_PROXIES)
    if hops == 0:
        return peer
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return _checked(told[-hops]) if len(told) >= hops else peer


def client_port(request: HttpRequest) -> str:
    """The source port, without which an address behind a carrier's translation names nobody (Decree 333/2026, 16.6)."""
    name = "HTTP_X_FORWARDED_PORT" if settings.TRUSTED_PROXIES else "REMOTE_PORT"
    port = str(request.META.get(name, ""))
    return port if port.isascii() and port.isdigit() and len(port) <= 5 else ""


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether the one who asks sits on this machine, and not behind a proxy that does."""
    forwarded = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
    address = _checked(str(request.META.get("REMOTE_ADDR", "")))
    return not forwarded and bool(address) and ip_address(address).is_loopback


def _checked(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return ""
