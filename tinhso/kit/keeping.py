"""Parts of a page that are the same for many: rendered once in each process, kept by what they depend on."""

from dataclasses import dataclass

from django.core.signals import setting_changed
from django.utils.safestring import SafeString
from jinja2.runtime import Macro

from tinhso.kit.rendering import current

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered part and the icons that it uses."""

    html: SafeString
    icons: dict[str, None]


_kept: dict[tuple[object, ...], Kept] = {}


def kept(macro: Macro, depends: object, /, *args: object, **kwargs: object) -> str:
    """What the macro makes of its arguments, kept for everyone whose language and `depends` are the same.

    `depends` must hold everything that the part shows and that may differ between two people or two pages, except what
    stands in a hole (`rendering.FORM_PROOF`, `rendering.HERE`). It is hashable; nothing of one person belongs in it.
    The macro stands in a template that is imported: those of a page itself are made anew each time.
    """
    page = current()
    if page is None or page.request is None:
        return macro(*args, **kwargs)
    key = (macro, page.language, page.prefix, depends)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        before, page.icons = page.icons, {}
        found = _kept[key] = Kept(SafeString(macro(*args, **kwargs)), page.icons)
        page.icons = before
    page.icons |= found.icons
    return found.html


def _forget(**_which: object) -> None:
    _kept.clear()


setting_changed.connect(_forget, dispatch_uid="kit.keeping")
