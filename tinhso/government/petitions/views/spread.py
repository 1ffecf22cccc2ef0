"""What other sites show of it: an Atom feed per commune and topic, and one page per commune that may be framed."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.government.petitions.domain.feeds import News, atom, rss
from tinhso.government.petitions.models.shown import ShownLine, shown_lines
from tinhso.government.petitions.models.squares import place_coded
from tinhso.government.petitions.views.lines import report_lines
from tinhso.government.petitions.views.square import wish_of
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.page_parts import province
from tinhso.kit.pages import page
from tinhso.kit.saying import say_date

MINUTES = 300
NOTHING = ["'none'"]
FRAMEABLE = {"frame-ancestors": ["*"], "script-src": NOTHING, "form-action": NOTHING, "connect-src": NOTHING}
"""Any site may frame it, and nothing on it can act."""
FRAMED = 8


FEEDS = {"atom": atom, "rss": rss}


@open_to_all
@require_safe
def reported_feed(request: Request, form: str) -> HttpResponse:
    """The newest fifty as Atom or RSS, narrowed as the list is."""
    wish = wish_of(request)
    rows = shown_lines(wish.state, wish.commune.id if wish.commune else None, wish.subject_id, None)
    narrowed = [one for one in (wish.subject and wish.subject.title, wish.commune and wish.commune.full_name) if one]
    feed = FEEDS[form](
        title=" · ".join([_("Reported and done"), *narrowed]),
        author=_("Province of %(name)s") % {"name": province()},
        home=request.build_absolute_uri(url("reported") + wish.address().rstrip("?")),
        own=request.build_absolute_uri(),
        entries=[_news(request, row) for row in rows[:50]],
        now=request.at,
    )
    answer = HttpResponse(feed, content_type=f"application/{form}+xml; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={MINUTES}"
    return answer


@open_to_all
@require_safe
def embedded(request: Request, commune: str) -> HttpResponse:
    """The newest of one commune, for the site of a commune or a newspaper: no script, no form, no cookie."""
    here = place_coded(commune)
    rows = shown_lines("", here.id, None, None)
    answer = page(
        request, "petitions/square/embedded.html", {"commune": here, "rows": rows[:FRAMED], "draw": report_lines}
    )
    answer.headers["Cache-Control"] = f"public, max-age={MINUTES}"
    setattr(answer, "xframe_options_exempt", True)
    setattr(answer, "_csp_replace", FRAMEABLE)
    return answer


def _news(request: Request, row: ShownLine) -> News:
    state = _("Answered") if row.is_done else _("In work")
    return News(
        uuid=row.uuid,
        title=f"{row.title} · {row.place_name}",
        words=f"{row.words}\n\n{state} · {say_date(row.answered_at or row.reported_at)}",
        href=request.build_absolute_uri(url("reported_one", row.uuid)),
        category=row.code,
        published=row.reported_at,
        updated=row.published_at,
    )
