"""The board of a team: who has how much, what is late, what is stuck, and what nobody answers for."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.picking import safe_together
from tinhso.core.cases.models import Trouble
from tinhso.core.cases.models.lines import led_lines
from tinhso.core.cases.models.teams import colleagues_of, desks, troubles
from tinhso.core.cases.views.addresses import address_of
from tinhso.core.cases.views.inbox import rows_of
from tinhso.kit.doors import Request, needs
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page


@needs("lead_cases")
@require_safe
def board(request: Request) -> HttpResponse:
    """The desks of a team side by side, and what wants the head's eye today."""
    team = desks(request.rights, until=_tonight(request.at), at=request.at)
    late = led_lines(request.rights, late_at=request.at)
    values = {
        "team": team,
        "late": rows_of(late.rows, request.at),
        "troubles": [_stuck(one) for one in troubles(request.rights)],
        "open": sum(desk.open for desk in team),
        "late_number": sum(desk.late for desk in team),
        "soon": sum(desk.soon for desk in team),
        "most": max((desk.open for desk in team), default=0),
    }
    return page(request, "cases/board.html", values)


@needs("lead_cases")
@require_safe
def desk(request: Request, uuid: UUID) -> HttpResponse:
    """What one colleague has, to look through and to give to others."""
    account = get_object_or_404(Account.objects.select_related("person"), uuid=uuid)
    found = led_lines(request.rights, owner=account.pk, after=request.GET.get("after", ""))
    values = {
        "account": account,
        "rows": rows_of(found.rows, request.at),
        "next_url": f"{reverse('team_desk', args=[uuid])}?after={found.next}" if found.next else "",
        "safe": safe_together(found.rows),
        "colleagues": [one for one in colleagues_of(request.rights, at=request.at) if one.pk != account.pk],
        "spoken": get_language() or "vi",
    }
    return page(request, "cases/desk.html", values)


@home_card("desk", "lead_cases")
def team(request: Request) -> Card | None:
    """What is late in the team."""
    late = led_lines(request.rights, late_at=request.at).rows
    if not late:
        return None
    text = _("Look who has how much, and help where it is too much.")
    title = _("Late in your office: %(number)s") % {"number": f"{len(late)}" if len(late) < 50 else "50+"}
    return Card(title=title, text=text, url=reverse("team_board"), icon="users-three", tone="late", count=len(late))


def _tonight(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), time()))


def _stuck(trouble: Trouble) -> tuple[str, str, str, datetime]:
    words = {
        Trouble.Kind.NO_OWNER: _("Nobody answers for it"),
        Trouble.Kind.OWNER_GONE: _("Who answered for it holds the post no longer"),
        Trouble.Kind.OWNER_AWAY: _("Who answers for it is away, without a deputy"),
        Trouble.Kind.NO_NEXT_STEP: _("Nothing can be done with it: its definition leaves no way on"),
    }
    case = trouble.case
    href = address_of(case.system, case.uuid)
    return case.title, href, str(words[Trouble.Kind(trouble.kind)]), trouble.found_at
