"""Icons (Phosphor, MIT): drawn once at the end of a page, used by name wherever it needs them.

On a work list of 50 rows, each icon used by name costs 70 bytes against 300–900 for a drawing in place; a fragment that
stands without its page carries its own drawings at its end.
"""

from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString

from tinhso.kit.built import icons
from tinhso.kit.rendering import current

SIZES = {"": "icon", "s": "icon icon-s", "l": "icon icon-l", "xl": "icon icon-xl"}


class NoSuchIcon(LookupError):
    """The name is not one of Phosphor's. Never raised in production: there the word beside it must do."""


def icon(name: str, size: str = "", *, duotone: bool = False) -> SafeString:
    """An icon for the eye only; the word stands beside it. `size`: "", "s", "l" or "xl"."""
    full = f"{name}-duotone" if duotone else name
    page = current()
    if page is None:
        return _in_place(full, size)
    drawn = _by_name(full, size)
    if drawn:
        page.icons[full] = None
    return drawn


@cache
def _by_name(full: str, size: str) -> SafeString:
    if not _exists(full):
        return SafeString()
    return SafeString(f'<svg class="{SIZES[size]}" aria-hidden="true"><use href="#i-{full}"/></svg>')


def _in_place(full: str, size: str) -> SafeString:
    if not _exists(full):
        return SafeString()
    return SafeString(f'<svg class="{SIZES[size]}" viewBox="0 0 256 256" aria-hidden="true">{icons()[full]}</svg>')


def _exists(full: str) -> bool:
    if full in icons():
        return True
    if settings.MODE != "production":
        raise NoSuchIcon(full)
    return False


def icon_drawings() -> SafeString:
    """The drawings of all icons used since the last call, as symbols."""
    page = current()
    if page is None or not page.icons:
        return SafeString()
    symbols = "".join(f'<symbol id="i-{name}" viewBox="0 0 256 256">{icons()[name]}</symbol>' for name in page.icons)
    page.icons.clear()
    return SafeString(f'<svg class="symbols" width="0" height="0" aria-hidden="true">{symbols}</svg>')
