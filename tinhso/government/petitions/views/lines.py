"""The line of one reported thing, which stands fifty times on a page: a function costs a tenth of what a macro does."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from markupsafe import escape

from tinhso.government.petitions.models.shown import ShownLine
from tinhso.kit.addresses import url_for_each
from tinhso.kit.icons import icon
from tinhso.kit.saying import say_date


def report_lines(rows: Iterable[ShownLine], done: str, open_: str) -> SafeString:
    """The lines of a list; each as a whole leads to its page. `done`, `open_`: the tags of what is answered or not."""
    address, after = url_for_each("reported_one", UUID), icon("caret-right", "s")
    return SafeString(
        "".join(
            f'<li><a class="link-row report t2" href="{address(one.uuid)}">'
            f'<span class="picture-box">{icon(one.icon, duotone=True)}</span><span class="grow"><span>'
            f'<b>{escape(one.title)}</b><span class="small">{escape(one.opening)}</span>'
            f'<small class="soft">{escape(_where(one))} · {say_date(one.answered_at or one.reported_at)}'
            f"{_backed(one)}</small></span>{done if one.is_done else open_}</span>{after}</a></li>\n"
            for one in rows
        )
    )


def _where(one: ShownLine) -> str:
    """The village with its commune, or the commune alone."""
    return one.place_name if one.place_name == one.commune_name else f"{one.place_name}, {one.commune_name}"


def _backed(one: ShownLine) -> str:
    if not one.backers:
        return ""
    said = ngettext("%(num)s other says so too", "%(num)s others say so too", one.backers) % {"num": one.backers}
    return f" · {escape(said)}"
