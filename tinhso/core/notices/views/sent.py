"""What was sent to whom, what failed, what it cost; and doing something about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.notices.actions import send_again
from tinhso.core.notices.actions.handing import SEND_AGAIN
from tinhso.core.notices.domain.channels import CHANNEL_ICONS, CHANNEL_WORDS, Channel, State
from tinhso.core.notices.forms import AgainForm
from tinhso.core.notices.models import Delivery, Notice
from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

WATCH = "watch_notices"
A_PAGE = 30
MONTHS = 12


@require_GET
@needs(WATCH)
def sent(request: Request) -> HttpResponse:
    """What waits for a person first, then everything, the newest first."""
    seen = Notice.objects.within(request.rights, WATCH).select_related("wording__kind").prefetch_related("deliveries")
    stuck = list(seen.stuck()[:A_PAGE])
    unsure = list(seen.filter(deliveries__state=State.UNSURE).order_by("told_at", "id")[:A_PAGE])
    shown = list(seen.newest(before=request.GET.get("before", ""))[: A_PAGE + 1])
    values = {
        "stuck": [*stuck, *(one for one in unsure if one not in stuck)],
        "notices": shown[:A_PAGE],
        "people": _people(request, [*stuck, *unsure, *shown[:A_PAGE]]),
        "months": _months(request),
        "next_url": f"?before={shown[A_PAGE - 1].pk}" if len(shown) > A_PAGE else "",
    }
    return page(request, "notices/sent.html", values)


@require_GET
@needs(WATCH)
def sent_notice(request: Request, uuid: UUID) -> HttpResponse:
    """One message: every way it took. What it says is shown to who may send it again."""
    return _one(request, _notice(request, uuid), AgainForm())


@require_POST
@needs(SEND_AGAIN)
def send_notice_again(request: Request, uuid: UUID) -> HttpResponse:
    """The same way once more, another one, or paper."""
    notice, form = _notice(request, uuid), AgainForm(request.POST)
    if form.is_valid():
        try:
            send_again(notice, channel=Channel(form.cleaned_data["channel"]), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("It goes out now."))
            return redirect("sent_notice", uuid)
    return _one(request, notice, form)


def _one(request: Request, notice: Notice, form: AgainForm) -> HttpResponse:
    values = {
        "notice": notice,
        "people": _people(request, [notice]),
        "ways": notice.deliveries.order_by("order", "id"),
        "icons": CHANNEL_ICONS,
        "form": form,
        "may_send": request.rights.may(SEND_AGAIN, place=notice.place),
    }
    return page(request, "notices/sent_notice.html", values)


def _notice(request: Request, uuid: UUID) -> Notice:
    seen = Notice.objects.within(request.rights, WATCH).select_related("wording__kind")
    return get_object_or_404(seen, uuid=uuid)


def _people(request: Request, notices: list[Notice]) -> dict[UUID, Person]:
    wanted = {one.person for one in notices}
    people = {one.uuid: one for one in Person.objects.filter(uuid__in=wanted).only("uuid", "full_name")}
    note_list(people, way=ListWay.NOTICE, by=request.actor, at=request.at)
    return people


def _months(request: Request) -> list[dict[str, Any]]:
    """Of each month and channel how many went out, how many arrived, failed, and what they cost."""
    return _by_month(Delivery.objects.within(request.rights, WATCH).filter(sent_at__isnull=False))


def _by_month(rows: QuerySet[Delivery]) -> list[dict[str, Any]]:
    counted = (
        rows.annotate(month=TruncMonth("sent_at"))
        .values("month", "channel")
        .annotate(messages=Count("id"), parts=Sum("parts"), cost=Sum("cost"))
        .order_by("-month", "channel")
    )
    return [dict(row) | {"said": CHANNEL_WORDS[Channel(row["channel"])]} for row in counted[: MONTHS * len(Channel)]]
