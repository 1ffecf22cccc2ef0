"""Remembering how the line is. After a failure nobody calls for a while, longer each time; one answer mends it."""

from datetime import datetime

from django.db import transaction

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.clients.portal import Portal
from tinhso.government.procedures.domain.portal import pause_of_line
from tinhso.government.procedures.events.portal import PortalAnsweredAgain, PortalWentSilent
from tinhso.government.procedures.models import Line
from tinhso.kit.actors import Actor
from tinhso.kit.lines import LineDown

AT_ONCE = 3
"""After so many questions in a row without an answer, the line counts as down."""
NOTICED = 3
"""After so many failed runs the log says so: some minutes of silence, no hiccup."""


def is_open(portal: Portal, *, at: datetime) -> bool:
    """Whether one may go on calling. A line that failed is tried by signing in, the cheapest question."""
    line = Line.national()
    if not line.may_be_called(at):
        return False
    if not line.is_failing:
        return True
    try:
        portal.sign_in()
    except LineDown as down:
        failed(down.why, at=at)
        return False
    return True


@transaction.atomic
def failed(why: str, *, at: datetime) -> None:
    """The line gave no answer."""
    line = Line.objects.select_for_update().get(pk=Line.national().pk)

    line.failures += 1
    line.failing_since = line.failing_since or at
    line.next_call, line.why = at + pause_of_line(line.failures), why[:40]
    line.save(update_fields=["failures", "failing_since", "next_call", "why"])

    if line.failures == NOTICED:
        record(PortalWentSilent(why=Code(line.why)), about=line, by=Actor.system(), at=at)


@transaction.atomic
def answered(*, at: datetime) -> None:
    """The portal answered."""
    fine = Line.objects.filter(pk=Line.national().pk, failing_since=None)
    if fine.update(answered_at=at, failures=0):
        return
    line = Line.objects.select_for_update().get(pk=Line.national().pk)
    if line.failing_since is None:
        return
    silent = max(int((at - line.failing_since).total_seconds()), 0)
    was_noticed = line.failures >= NOTICED

    line.answered_at, line.failures, line.failing_since, line.next_call, line.why = at, 0, None, None, ""
    line.save(update_fields=["answered_at", "failures", "failing_since", "next_call", "why"])

    if was_noticed:
        record(PortalAnsweredAgain(silent_s=silent), about=line, by=Actor.system(), at=at)


def searched(*, until: datetime) -> None:
    """New dossiers were asked for up to a moment; it never goes back."""
    line = Line.national()
    Line.objects.filter(pk=line.pk).exclude(searched_until__gt=until).update(searched_until=until)
