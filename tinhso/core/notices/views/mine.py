"""One's own messages."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.notices.actions import open_notice, read_all
from tinhso.core.notices.actions.reading import own_rows
from tinhso.core.notices.models import Notice
from tinhso.core.notices.models.notices import NoticeQuerySet
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page

A_PAGE = 30
SHELLS = ("citizen", "field", "desk", "leader", "engineer")


@require_GET
@signed_in
def inbox(request: Request) -> HttpResponse:
    """What I was told, the newest first."""
    shown = list(_mine(request).newest(before=request.GET.get("before", ""))[: A_PAGE + 1])
    values = {"notices": shown[:A_PAGE], "next_url": f"?before={shown[A_PAGE - 1].pk}" if len(shown) > A_PAGE else ""}
    return page(request, "notices/inbox.html", values)


@require_POST
@signed_in
def mark_read(request: Request) -> HttpResponse:
    """I have seen everything."""
    if request.rights.person:
        read_all(request.rights.person, by=request.actor, at=request.at)
    messages.success(request, _("All read."))
    return redirect("messages")


@require_POST
@signed_in
def open_message(request: Request, uuid: UUID) -> HttpResponse:
    """I have seen this one; go where it leads."""
    notice = open_notice(get_object_or_404(_mine(request), uuid=uuid), by=request.actor, at=request.at)
    here = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return HttpResponseRedirect(notice.link if notice.link and here else url("messages"))


def _mine(request: Request) -> NoticeQuerySet:
    if request.rights.person is None:
        raise Http404
    return Notice.objects.of(own_rows(request.rights.person))


def new_messages(request: Request) -> Card | None:
    """A card on every home, as long as something is unread; it asks the database nothing."""
    unread = request.rights.unread
    if not unread:
        return None
    told = ngettext("One message for you", "%(count)s messages for you", unread) % {"count": unread}
    return Card(
        title=told,
        text=_("Read what the offices have to tell you."),
        url=url("messages"),
        icon="envelope-simple",
        tone="turn",
        count=unread,
    )


for _shell in SHELLS:
    home_card(_shell)(new_messages)
