"""A meeting that gives tasks: entered with its conclusion, and its directives issued together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.operations.directives.actions.issuing import Order, issue_directive
from tinhso.operations.directives.actions.thread import post_of
from tinhso.operations.directives.apps import ISSUE
from tinhso.operations.directives.events import MeetingEntered
from tinhso.operations.directives.models import Meeting

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class NotHeldYet(Refusal):
    sentence = _("This day lies ahead. Enter the meeting when it was held.")
    field = "held_on"


class NoTask(Refusal):
    sentence = _("Enter at least one task: what, who, until when.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting; the fields as in `Meeting`."""

    title: str
    held_on: date
    minutes: "UploadedFile | None" = None


def enter_meeting(held: Held, orders: Sequence[Order], *, by: Actor, at: datetime) -> Meeting:
    """Enter a meeting and issue its directives: all of them or none.

    Raises NotYours, NotHeldYet, NoTask, FileRefused, TooManyFiles, and what `issue_directive` raises.
    """
    post = post_of(by, at=at)
    if post is None:
        raise NotYours
    require(by, ISSUE, at=at, place=post.place_id, agency=post.organisation_id)
    if held.held_on > timezone.localdate(at):
        raise NotHeldYet
    if not orders:
        raise NoTask
    with transaction.atomic():
        meeting = Meeting.objects.create(
            office=post.organisation, title=held.title.strip(), held_on=held.held_on, entered_by_id=by.account,
            entered_at=at,
        )  # fmt: skip
        if held.minutes:
            kept = keep_file(
                held.minutes, rules=OFFICE, about=meeting, place=post.place_id, by=by, at=at, field="minutes"
            )
            meeting.minutes = kept.uuid
            meeting.save(update_fields=["minutes"])
        for order in orders:
            issue_directive(replace(order, meeting=meeting), by=by, at=at)

        record(MeetingEntered(tasks=len(orders)), about=meeting, by=by, at=at, place=post.place_id)
        return meeting
