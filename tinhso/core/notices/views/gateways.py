"""For the engineer: how each line is, what waits, what this month costs."""

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tinhso.core.notices.clients import senders
from tinhso.core.notices.domain.channels import CHANNEL_WORDS, ORDER, State
from tinhso.core.notices.models import Delivery, Gateway
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, needs
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page

WATCH = "watch_gateways"


@require_GET
@needs(WATCH)
def gateways(request: Request) -> HttpResponse:
    """Everything about the lines on one page."""
    waiting = {
        row["channel"]: row
        for row in Delivery.objects.filter(state=State.WAITING)
        .values("channel")
        .annotate(many=Count("id"), late=Count("id", filter=Q(due__lte=request.at)), oldest=Min("due"))
    }
    lines = {line.channel: line for line in Gateway.objects.all()}
    there = {sender.channel for sender in senders()}
    rows = [
        {
            "channel": one,
            "said": CHANNEL_WORDS[one],
            "line": lines.get(one),
            "waiting": waiting.get(one),
            "on": one in there,
        }
        for one in ORDER
    ]
    budget = {"parts": settings.SMS_PARTS_A_MONTH, "spent": settings.SMS_SPENT_A_MONTH}
    return page(request, "notices/gateways.html", {"rows": rows, "budget": budget})


@home_card("engineer", WATCH)
def silent_gateways(request: Request) -> Card | None:
    """A card when a provider does not answer."""
    silent = [str(line.channel_said) for line in Gateway.objects.filter(failing_since__isnull=False)]
    if not silent:
        return None
    return Card(
        title=_("A provider of messages does not answer"),
        text=", ".join(silent),
        url=url("gateways"),
        icon="broadcast",
        tone="late",
        count=len(silent),
    )
