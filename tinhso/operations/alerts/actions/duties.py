"""The roster: who is told in which week, and handing a week over."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Account, Post
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.actions.notifying import tell_duty
from tinhso.operations.alerts.apps import DUTY, SEE
from tinhso.operations.alerts.events import DutyHandedOver, DutySet
from tinhso.operations.alerts.models import Duty
from tinhso.operations.alerts.models.duties import monday_of


class WeekOver(Refusal):
    sentence = _("This week is over.")
    field = "monday"


class CannotSeeAlerts(Refusal):
    sentence = _("This post may not see the alerts of the whole province. Choose another.")
    field = "post"


class HasItAlready(Refusal):
    sentence = _("This post has the week already.")
    field = "post"


@transaction.atomic
def set_duty(monday: date, post: Post, *, by: Actor, at: datetime) -> Duty:
    """Who is told in a week from now on. Raises NotYours, WeekOver, CannotSeeAlerts."""
    require(by, DUTY, at=at)
    week, today = monday_of(monday), timezone.localdate(at)
    if week < monday_of(today):
        raise WeekOver
    _refuse_who_cannot_see(post, at)

    said = {"account": post.account, "post": post, "note": "", "set_at": at}
    duty = Duty.objects.update_or_create(monday=week, defaults=said)[0]

    record(DutySet(monday=week), about=duty, by=by, at=at)
    return duty


@transaction.atomic
def hand_over_duty(duty: Duty, post: Post, *, note: str, by: Actor, at: datetime) -> Duty:
    """Somebody else has the rest of the week, and is told so; whoever has it may do this, too.

    Raises NotYours, WeekOver, CannotSeeAlerts, HasItAlready.
    """
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if by.account is None or by.account != duty.account_id:
        require(by, DUTY, at=at)
    if duty.last_day < timezone.localdate(at):
        raise WeekOver
    if post.pk == duty.post_id:
        raise HasItAlready
    _refuse_who_cannot_see(post, at)

    duty.account, duty.post, duty.note, duty.set_at = post.account, post, note.strip(), at
    duty.save(update_fields=["account", "post", "note", "set_at"])
    tell_duty(duty, post.account.person_id, at=at)

    record(DutyHandedOver(monday=duty.monday), about=duty, by=by, at=at)
    return duty


def tell_who_begins(*, at: datetime) -> None:
    """On its first morning, whoever has the week learns it."""
    duty = Duty.objects.on(timezone.localdate(at))
    if duty is not None:
        tell_duty(duty, duty.account.person_id, at=at)


def _refuse_who_cannot_see(post: Post, at: datetime) -> None:
    rights = Account.objects.rights_of(Actor(account=post.account_id), at=at)
    if rights.places(SEE) is not None or not Post.objects.in_force(at).filter(pk=post.pk).exists():
        raise CannotSeeAlerts
