"""The line of a list, which stands fifty times on a page: as a function it costs a third of what a macro does, and all
lines at once cost half of that.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString
from markupsafe import escape

from tinhso.kit.icons import icon as draw_icon

_HERE = ' aria-current="true"'


class Link(NamedTuple):
    """A line of a list whose lines differ in their words and where they lead, and in nothing else."""

    text: str
    href: str
    note: str = ""


def link_rows(links: Iterable[Link], icon: str = "") -> SafeString:
    """Such lines, each as `link_row` draws it."""
    before, after = _picture(icon) if icon else "", draw_icon("caret-right", "s")
    return SafeString(
        "".join(
            f'<li><a class="link-row" href="{escape(href)}">{before}'
            f'<span class="grow"><span><b>{escape(text)}</b>{_small(note) if note else ""}</span></span>'
            f"{after}</a></li>\n"
            for text, href, note in links
        )
    )


def link_row(
    text: object,
    href: str,
    note: object = "",
    icon: str = "",
    thread: object = "",
    tag: object = "",
    here: bool = False,
) -> SafeString:
    """One line; the whole line is the link. `note` is said below the text, `tag` at the end, `here` is this page."""
    return SafeString(
        f'<li><a class="link-row{_thread(thread) if thread else ""}" href="{escape(href)}"{_HERE if here else ""}>'
        f"{_picture(icon) if icon else ''}"
        f'<span class="grow"><span><b>{escape(text)}</b>{_small(note) if note else ""}</span>{escape(tag)}</span>'
        f"{draw_icon('caret-right', 's')}</a></li>\n"
    )


def _thread(thread: object) -> str:
    return f" t{escape(thread)}"


def _picture(icon: str) -> str:
    return f'<span class="picture-box">{draw_icon(icon, duotone=True)}</span>'


def _small(note: object) -> str:
    return f'<span class="soft small">{escape(note)}</span>'
