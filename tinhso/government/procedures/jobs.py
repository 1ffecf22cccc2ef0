"""What procedures do by the clock."""

from datetime import datetime

from django.utils import timezone

from tinhso.events.jobs import daily, every
from tinhso.government.procedures.actions.catalogue import begin_version
from tinhso.government.procedures.actions.drafts import forget_old_drafts
from tinhso.government.procedures.actions.exchange import compare_if_due, find_new, send_due, take_waiting
from tinhso.government.procedures.actions.exchange.dossiers import book
from tinhso.government.procedures.actions.forgetting import stop_silent
from tinhso.government.procedures.actions.notifying import remind_of_expiring, remind_of_supplements
from tinhso.government.procedures.clients.portal import portal
from tinhso.government.procedures.models import ProcedureVersion
from tinhso.kit.actors import Actor, Channel

BY = Actor(channel=Channel.SYSTEM)


@daily(hour=0, minute=5)
def begin_versions(at: datetime) -> None:
    """Publish the workflow of every version of the law that applies from today on."""
    for version in ProcedureVersion.objects.begun(timezone.localdate(at)).order_by("pk"):
        begin_version(version, by=BY, at=at)


@every(minutes=1)
def send_to_portal(at: datetime) -> None:
    """Tell the national portal what changed."""
    if there := portal():
        send_due(portal=there, book=book(), at=at)


@every(minutes=1)
def take_from_portal(at: datetime) -> None:
    """Take in what people filed on the national portal."""
    if there := portal():
        find_new(portal=there, book=book(), at=at)
        take_waiting(portal=there, book=book(), at=at)


@every(minutes=20)
def compare_with_portal(at: datetime) -> None:
    """Compare both sides once a night; a comparison that was broken off is tried again."""
    if there := portal():
        compare_if_due(portal=there, book=book(), at=at)


@every(hours=1)
def stop_what_nobody_answered(at: datetime) -> None:
    """Stop dossiers whose applicants were asked for more and kept silent for too long."""
    stop_silent(by=BY, at=at)


@daily(hour=8)
def remind_who_is_awaited(at: datetime) -> None:
    """Tell people whose answer is awaited within two days."""
    remind_of_supplements(at=at)


@daily(hour=8, minute=20)
def remind_of_papers_that_end(at: datetime) -> None:
    """Tell people whose papers in their own store hold no more in a month, a week, a day."""
    remind_of_expiring(at=at)


@daily(hour=3, minute=10)
def forget_drafts(at: datetime) -> None:
    """Throw away drafts that nobody touched for 90 days."""
    forget_old_drafts(at=at)
