"""What a person does about money that waits: for each reason a few ways, all of which leave every đồng somewhere."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.books import book_move, book_payout, lies_at
from tinhso.core.payments.actions.cash import require_at
from tinhso.core.payments.actions.refunds import ReasonMissing, ask_refund
from tinhso.core.payments.actions.taking import apply, hold
from tinhso.core.payments.domain.rails import GATEWAYS, RailCode
from tinhso.core.payments.domain.states import (
    INTENT,
    MAY_SETTLE,
    Book,
    IntentChange,
    IntentState,
    Mismatch,
    Outcome,
    Settlement,
)
from tinhso.core.payments.events import MoneyForgotten, MoneySettled
from tinhso.core.payments.models import Credit, Intent, MoneyMatter
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import update

AT_ONCE = 200


class NotThatWay(Refusal):
    sentence = _("This is not possible with this money. Choose one of the ways shown.")
    field = "how"


class SettledBefore(Refusal):
    sentence = _("A colleague has settled this already. Open the list again.")


class DoesNotFit(Refusal):
    sentence = _("What is missing there is not this sum. Look for another one, or give the money back.")
    field = "intent"


class NotAPayout(Refusal):
    sentence = _("Only a gateway hands over what people paid there. Say which one.")
    field = "rail"


class TakenAnew(Refusal):
    sentence = _("The same was asked for anew since. Attach the money there, or give it back.")


@transaction.atomic
def attach(matter: MoneyMatter, *, intent: Intent, by: Actor, at: datetime) -> MoneyMatter:
    """This money was meant for that intent: it is paid. Raises DoesNotFit when that lacks another sum."""
    intent = Intent.objects.select_for_update(of=("self",)).select_related("payee").get(pk=intent.pk)
    matter, credit = _opened(matter, Settlement.ATTACHED, by=by, at=at)
    if not intent.is_open or intent.payee_id != credit.payee_id or intent.due != matter.amount:
        raise DoesNotFit

    _use(credit, intent, matter.amount, outcome=Outcome.SETTLED, at=at)
    apply(intent, matter.amount, rail=RailCode(credit.rail), by=by, at=at)
    return _close(matter, Settlement.ATTACHED, by=by, at=at)


@transaction.atomic
def accept(matter: MoneyMatter, *, reason: str, by: Actor, at: datetime) -> MoneyMatter:
    """Take money that came short or late as it is: the intent is paid. Raises ReasonMissing, TakenAnew."""
    intent = _intent_of(matter)
    matter, credit = _opened(matter, Settlement.ACCEPTED, by=by, at=at)
    if not reason.strip():
        raise ReasonMissing
    if (IntentState(intent.state), IntentChange.ACCEPT) not in INTENT:
        raise DoesNotFit
    rivals = Intent.objects.standing_for(intent.system, [intent.subject]).filter(purpose=intent.purpose)
    if rivals.exclude(pk=intent.pk).exists():
        raise TakenAnew

    used = min(matter.amount, intent.due)
    _use(credit, intent, used, outcome=Outcome.SETTLED, at=at)
    apply(intent, used, rail=RailCode(credit.rail), by=by, at=at, forgiven=True)
    _close(matter, Settlement.ACCEPTED, reason=reason, by=by, at=at)
    if credit.held:
        hold(credit, Mismatch.OVER, amount=credit.held, by=by, at=at)
    return matter


@transaction.atomic
def ask_rest(matter: MoneyMatter, *, deadline: datetime, by: Actor, at: datetime) -> MoneyMatter:
    """Count what came as a part and ask for the rest until a new day. Raises DoesNotFit when it is no longer asked."""
    intent = _intent_of(matter)
    matter, credit = _opened(matter, Settlement.REST_ASKED, by=by, at=at)
    if not intent.is_open or intent.due <= matter.amount:
        raise DoesNotFit

    _use(credit, intent, matter.amount, outcome=Outcome.PART, at=at)
    apply(intent, matter.amount, rail=RailCode(credit.rail), by=by, at=at)
    intent.deadline = max(deadline, intent.deadline)
    update(intent, ("deadline",))
    return _close(matter, Settlement.REST_ASKED, by=by, at=at)


@transaction.atomic
def give_back(matter: MoneyMatter, *, reason: str, by: Actor, at: datetime) -> MoneyMatter:
    """Ask that it goes back to who paid it. Raises ReasonMissing."""
    matter, credit = _opened(matter, Settlement.REFUNDED, by=by, at=at)
    ask_refund(credit, amount=matter.amount, book=Book.HELD, reason=reason, by=by, at=at)
    if credit.outcome == Outcome.HELD:
        Credit.objects.filter(pk=credit.pk).update(outcome=Outcome.REFUNDING)
    return _close(matter, Settlement.REFUNDED, reason=reason, by=by, at=at)


@transaction.atomic
def put_to_unknown(matter: MoneyMatter, *, reason: str, by: Actor, at: datetime) -> MoneyMatter:
    """Nobody knows whose it is: it is unknown income now, and can still go back. Raises ReasonMissing."""
    matter, credit = _opened(matter, Settlement.UNKNOWN, by=by, at=at)
    if not reason.strip():
        raise ReasonMissing
    _elsewhere(credit, matter.amount, Outcome.UNKNOWN)
    book_move(credit, out_of=Book.HELD, into=Book.UNKNOWN, amount=matter.amount, at=at)
    return _close(matter, Settlement.UNKNOWN, reason=reason, by=by, at=at)


@transaction.atomic
def book_as_payout(matter: MoneyMatter, *, rail: RailCode, by: Actor, at: datetime) -> MoneyMatter:
    """It is what a gateway hands over of the money that people paid there. Raises NotAPayout."""
    matter, credit = _opened(matter, Settlement.PAYOUT, by=by, at=at)
    if rail not in GATEWAYS or credit.rail != RailCode.BANK:
        raise NotAPayout
    if credit.payee.collects and lies_at(credit.payee, rail) < matter.amount:
        raise NotAPayout(_("So much was not paid there. Look at the day's list of the gateway."))
    _elsewhere(credit, matter.amount, Outcome.PAYOUT)
    book_payout(credit, rail=rail, amount=matter.amount, at=at)
    return _close(matter, Settlement.PAYOUT, by=by, at=at)


@transaction.atomic
def tell_of_forgotten_money(*, at: datetime) -> int:
    """Say once of each matter that has waited too long, so that a head hears of it; how many were told of."""
    rows = MoneyMatter.objects.forgotten(at).select_for_update(of=("self",))
    late = list(rows.select_related("credit__payee__organisation")[:AT_ONCE])
    for matter in late:
        matter.told_at = at
        update(matter, ("told_at",))
        days = (at - matter.opened_at).days
        forgotten = MoneyForgotten(kind=Mismatch(matter.kind), amount=matter.amount, days=days)
        place = matter.credit.payee.organisation.place_id
        record(forgotten, about=matter, by=Actor.system(), at=at, place=place)
    return len(late)


def _intent_of(matter: MoneyMatter) -> Intent:
    """The intent that the money named, its row held before that of the credit. Raises DoesNotFit."""
    intent = Intent.objects.select_for_update(of=("self",)).filter(credits=matter.credit_id).first()
    if intent is None:
        raise DoesNotFit
    return intent


def _opened(matter: MoneyMatter, how: Settlement, *, by: Actor, at: datetime) -> tuple[MoneyMatter, Credit]:
    """The matter and its credit, both rows held. Raises NotYours, SettledBefore, NotThatWay."""
    found = Credit.objects.select_for_update(of=("self",)).select_related("payee__organisation")
    credit = found.get(pk=matter.credit_id)
    matter = MoneyMatter.objects.select_for_update().get(pk=matter.pk)
    require_at(credit.payee, "settle_money", by=by, at=at)
    if matter.settled_at:
        raise SettledBefore
    if how not in MAY_SETTLE[Mismatch(matter.kind)]:
        raise NotThatWay
    return matter, credit


def _use(credit: Credit, intent: Intent, amount: int, *, outcome: Outcome, at: datetime) -> None:
    """Count held đồng of a credit for an intent; what is left of them goes on waiting."""
    credit.intent, credit.outcome = intent, outcome
    credit.applied, credit.held = credit.applied + amount, credit.held - amount
    update(credit, ("intent", "outcome", "applied", "held"))
    book_move(credit, out_of=Book.HELD, into=Book.INCOME, amount=amount, at=at)


def _elsewhere(credit: Credit, amount: int, outcome: Outcome) -> None:
    credit.held, credit.elsewhere = credit.held - amount, credit.elsewhere + amount
    credit.outcome = outcome if credit.outcome == Outcome.HELD else credit.outcome
    update(credit, ("held", "elsewhere", "outcome"))


def _close(matter: MoneyMatter, how: Settlement, *, reason: str = "", by: Actor, at: datetime) -> MoneyMatter:
    matter.how, matter.reason, matter.settled_at, matter.settled_by_id = how, reason.strip()[:300], at, by.account
    update(matter, ("how", "reason", "settled_at", "settled_by"))
    record(MoneySettled(kind=Mismatch(matter.kind), how=how, amount=matter.amount), about=matter, by=by, at=at)
    return matter
