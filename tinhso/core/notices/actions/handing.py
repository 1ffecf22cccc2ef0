"""What people do by hand: give a slip, read a script out on the telephone, send again what failed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.notices.actions.settling import anew, arrived
from tinhso.core.notices.clients import is_open
from tinhso.core.notices.domain.channels import BY_HAND, Channel, State
from tinhso.core.notices.events import NoticeHandedOver, NoticeSentAgain
from tinhso.core.notices.models import Delivery, Notice
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

HAND_OVER, SEND_AGAIN = "hand_over_notices", "send_again"


class NotByHand(Refusal):
    sentence = _("This goes by itself; there is nothing to hand over.")


class HandedAlready(Refusal):
    sentence = _("Someone has handed this over already.")


class StillOnItsWay(Refusal):
    sentence = _("It is still on its way. Wait until it arrived or failed.")
    field = "channel"


class ChannelClosed(Refusal):
    sentence = _("This way is not open here. Choose another.")
    field = "channel"


@transaction.atomic
def hand_over(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Note that the person has it in their hands, or heard it. Raises NotByHand, HandedAlready, NotYours."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__wording__kind")
    delivery = rows.get(pk=delivery.pk)
    require(by, HAND_OVER, at=at, place=delivery.place)
    if delivery.way not in BY_HAND:
        raise NotByHand
    if delivery.state != State.WAITING:
        raise HandedAlready

    delivery.handed_by = by.account
    delivery.save(update_fields=["handed_by"])
    arrived(delivery, at=at)

    handed = NoticeHandedOver(kind=Code(delivery.notice.kind.code), channel=Code(delivery.channel))
    record(handed, about=delivery.notice, by=by, at=at, place=delivery.place)
    return delivery


@transaction.atomic
def send_again(notice: Notice, *, channel: Channel, by: Actor, at: datetime) -> Delivery:
    """Try a way once more, or another one. Raises StillOnItsWay, ChannelClosed, NotYours."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("wording__kind").get(pk=notice.pk)
    require(by, SEND_AGAIN, at=at, place=notice.place)
    if not is_open(channel, notice.kind.code):
        raise ChannelClosed
    ways = list(notice.deliveries.select_for_update())
    if any(one.state == State.WAITING and one.channel == channel for one in ways):
        raise StillOnItsWay

    there = next((one for one in ways if one.channel == channel), None)
    row = there or Delivery(notice=notice, channel=channel.value, order=len(ways) + 1, place=notice.place, due=at)
    anew(row, at=at)
    notice.stuck_at, notice.until = None, None
    notice.save(update_fields=["stuck_at", "until"])

    again = NoticeSentAgain(kind=Code(notice.kind.code), channel=Code(channel))
    record(again, about=notice, by=by, at=at, place=notice.place)
    return row
