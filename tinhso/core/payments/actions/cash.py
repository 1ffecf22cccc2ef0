"""Cash at the counter: taken against a numbered slip, counted by the one who took it, every day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions.numbering import next_number
from tinhso.core.payments.actions.books import book_difference
from tinhso.core.payments.actions.taking import take_in
from tinhso.core.payments.actions.trying import NotAsked
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.events import CashDayClosed
from tinhso.core.payments.models import CashDay, Credit, Intent, PayeeAccount, Till
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import update


class NotTheAmount(Refusal):
    sentence = _("At the counter the whole amount is taken, no more and no less.")
    field = "amount"


class TillElsewhere(Refusal):
    sentence = _("This till takes money for another account.")
    field = "till"


class DayClosed(Refusal):
    sentence = _("This till was counted for today. Take the money tomorrow, or at another till.")
    field = "till"


class DifferenceNeedsReason(Refusal):
    sentence = _("More or less was counted than the slips say. Say why.")
    field = "reason"


def require_at(payee: PayeeAccount, permission: str, *, by: Actor, at: datetime) -> None:
    """Raise NotYours unless the actor holds a permission in the office of the account or in one it collects for."""
    if by.account is None and by.channel is Channel.SYSTEM:
        return
    rights = Account.objects.rights_of(by, at=at)
    if not PayeeAccount.objects.visible_to(rights, permission).filter(pk=payee.pk).exists():
        raise NotYours


@transaction.atomic
def receive_cash(intent: Intent, *, till: Till, amount: int, by: Actor, at: datetime) -> Credit:
    """Take the whole amount in notes and give a slip with a number: the `provider_ref` of the credit.

    Raises NotYours, NotAsked, NotTheAmount, TillElsewhere, DayClosed.
    """
    intent = Intent.objects.select_for_update(of=("self",)).select_related("payee__organisation").get(pk=intent.pk)
    require_at(intent.payee, "take_cash", by=by, at=at)
    if not intent.is_open:
        raise NotAsked
    if amount != intent.due:
        raise NotTheAmount
    if till.payee_id != intent.payee_id or till.closed_at:
        raise TillElsewhere
    day = today_at(till, by=by, at=at)

    year = timezone.localdate(at).year
    slip = f"{till.code}-{year % 100:02}-{next_number(f'payments:{till.code}', year):06}"
    taken = Credit(
        payee=intent.payee,
        rail=RailCode.CASH,
        provider=RailCode.CASH,
        provider_ref=slip,
        amount=amount,
        order_code=intent.order_code,
        cash_day=day,
        paid_at=at,
        came_at=at,
    )
    day.taken += amount
    update(day, ("taken",))

    return take_in(taken, intent, by=by, at=at)


def today_at(till: Till, *, by: Actor, at: datetime) -> CashDay:
    """The day of the one who acts at a till, begun when first needed, its row held. Raises DayClosed, NotYours."""
    if by.account is None:
        raise NotYours
    today = timezone.localdate(at)
    CashDay.objects.get_or_create(till=till, officer_id=by.account, day=today)
    day = (
        CashDay.objects.select_for_update(of=("self",))
        .select_related("till__payee")
        .get(till=till, officer=by.account, day=today)
    )
    if day.closed_at:
        raise DayClosed
    return day


@transaction.atomic
def close_day(day: CashDay, *, counted: int, reason: str = "", by: Actor, at: datetime) -> CashDay:
    """Count the till: `counted` đồng lie in it. Whoever took the money counts it; a difference needs a reason.

    Raises NotYours, DayClosed, DifferenceNeedsReason.
    """
    found = CashDay.objects.select_for_update(of=("self",)).select_related("till__payee__organisation")
    day = found.get(pk=day.pk)
    if by.account != day.officer_id:
        raise NotYours
    if day.closed_at:
        raise DayClosed
    difference = counted - day.expected
    if difference and not reason.strip():
        raise DifferenceNeedsReason

    day.counted, day.reason, day.closed_at = counted, reason.strip()[:300], at
    update(day, ("counted", "reason", "closed_at"))
    book_difference(day, difference=difference, at=at)

    closed = CashDayClosed(day=day.day, expected=day.expected, counted=counted, difference=difference)
    record(closed, about=day, by=by, at=at, place=day.till.payee.organisation.place_id)
    return day
