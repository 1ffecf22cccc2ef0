"""Headers of every answer that neither Django nor django-csp sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# What these pages may ask the device for: a camera for papers and cards, a microphone to speak, where one stands.
PERMISSIONS = (
    "camera=(self), microphone=(self), geolocation=(self), accelerometer=(), autoplay=(self), bluetooth=(), "
    "browsing-topics=(), display-capture=(), encrypted-media=(), fullscreen=(self), gyroscope=(), hid=(), "
    "idle-detection=(), magnetometer=(), midi=(), payment=(), publickey-credentials-get=(self), serial=(), usb=()"
)


def hardened(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say what the page may use of the device, and that no other site may embed it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
