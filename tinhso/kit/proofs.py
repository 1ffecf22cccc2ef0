"""The proof that a form is ours: the masked CSRF token that Django asks for.

Django draws each of its letters alone, 32 for the mask and 32 for the secret of who comes for the first time. Drawn at
once they cost a quarter, which every page with a form feels. Who checks is Django.
"""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS as LETTERS
from django.middleware.csrf import CSRF_SECRET_LENGTH as LENGTH

_EVENLY = 256 - 256 % len(LETTERS)
"""Bytes from here on are thrown away, or the first letters would come oftener than the last."""
_LETTER_OF = bytes(ord(LETTERS[byte % len(LETTERS)]) for byte in range(256))
_UNEVEN = bytes(range(_EVENLY, 256))
_PLACE = {letter: place for place, letter in enumerate(LETTERS)}


def proof_for(request: HttpRequest) -> str:
    """A new mask over the secret of the one who asks, as `django.middleware.csrf.get_token` gives it."""
    meta = request.META
    secret = meta["CSRF_COOKIE"] = meta.get("CSRF_COOKIE") or _letters()
    meta["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = _letters()
    covered = (LETTERS[(_PLACE[one] + _PLACE[other]) % len(LETTERS)] for one, other in zip(secret, mask, strict=True))
    return mask + "".join(covered)


def _letters() -> str:
    """As many letters as a secret has, that nobody can foretell."""
    drawn = secrets.token_bytes(2 * LENGTH).translate(_LETTER_OF, _UNEVEN)
    return drawn[:LENGTH].decode() if len(drawn) >= LENGTH else _letters()
