"""The pages of who pays: one payment, the way to a gateway and back, all of mine."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.core.accounts.models.mandates import for_whom
from tinhso.core.payments.actions.sending import send_off
from tinhso.core.payments.actions.trying import start_attempt
from tinhso.core.payments.clients import rails, ways
from tinhso.core.payments.domain.memos import memo
from tinhso.core.payments.domain.rails import Order, RailCode
from tinhso.core.payments.domain.showing import TransferSlip, transfer_slip
from tinhso.core.payments.domain.states import IntentState, Outcome
from tinhso.core.payments.domain.words import RAIL_WORDS, STATE_LOOKS, STATE_WORDS
from tinhso.core.payments.models import Attempt, Credit, Intent
from tinhso.core.payments.models.intents import ENDED, OPEN
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.matters import Matter, Shelf, Wish, matters
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day, say_money

A_PAGE = 50
DOOR = 3


@open_to_all
@require_safe
def pay(request: Request, uuid: UUID) -> HttpResponse:
    """What is to be paid, and every way to pay it. Who has the address may pay; it tells nobody's name but the payee's.

    The same page in its parts: htmx asks every few seconds how it stands.
    """
    intent = get_object_or_404(Intent.objects.select_related("payee__organisation"), uuid=uuid)
    slip = _slip(intent)
    values = _told(intent) | {"rails": _offered(intent, request), "slip": slip, "simulated": _simulated(slip)}
    if request.headers.get("HX-Request") != "true":
        return page(request, "payments/pay.html", values)
    part = page(request, "payments/standing.html", values)
    if not intent.is_open:
        part["HX-Refresh"] = "true"
    return part


@open_to_all
@require_POST
def start_paying(request: Request, uuid: UUID) -> HttpResponse:
    """Begin on a gateway; the next page leads there."""
    intent = get_object_or_404(Intent, uuid=uuid)
    way = next((way for way in ways() if way.value == request.POST.get("rail")), None)
    if way is None:
        raise Http404
    try:
        attempt = start_attempt(intent, rail=way.rail, method=way.method, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("pay", uuid)
    return redirect("go_to_gateway", attempt.uuid)


@open_to_all
@require_safe
def go_to_gateway(request: Request, uuid: UUID) -> HttpResponse:
    """The gateway is asked for its page, outside any transaction; one press leads there."""
    attempt = get_object_or_404(Attempt.objects.select_related("intent__payee"), uuid=uuid)
    rail = rails().get(RailCode(attempt.rail))
    if rail is None or not attempt.intent.is_open or attempt.expires_at <= request.at:
        return redirect("pay", attempt.intent.uuid)
    try:
        there = send_off(attempt, _order(request, attempt), rail=rail)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("pay", attempt.intent.uuid)
    values = {"intent": attempt.intent, "attempt": attempt, "there": there, "rail": RAIL_WORDS[RailCode(attempt.rail)]}
    return page(request, "payments/go.html", values)


@signed_in
@require_safe
def my_payments(request: Request) -> HttpResponse:
    """What I, or the one for whom I act, was asked for; what is still to pay stands first."""
    person = for_whom(request.actor)
    mine = Intent.objects.of_payer(person)[:A_PAGE] if person else []
    values = {"intents": sorted(mine, key=lambda one: not one.is_open), "words": STATE_WORDS, "looks": STATE_LOOKS}
    return page(request, "payments/mine.html", values)


@matters("payments")
def my_payment_matters(_request: Request, wish: Wish) -> Sequence[Matter]:
    """What is still to pay; then what was paid or is no longer asked for."""
    asked = OPEN if wish.shelf is Shelf.OPEN else ENDED
    return [_matter(one) for one in asked(wish.person, wish.before, wish.below)]


def _matter(intent: Intent) -> Matter:
    state = IntentState(intent.state)
    due = _("%(amount)s, before %(day)s.") % {"amount": say_money(intent.due), "day": say_day(intent.deadline)}
    return Matter(
        at=intent.asked_at,
        id=intent.pk,
        title=intent.label,
        state=STATE_WORDS[state],
        next=due if intent.is_open else say_money(intent.amount),
        url=reverse("pay", args=[intent.uuid]),
        icon="hand-coins",
        thread=DOOR,
        tone="turn" if intent.is_open else "done",
    )


def _told(intent: Intent) -> dict[str, object]:
    state = IntentState(intent.state)
    held = Credit.objects.filter(intent=intent, outcome=Outcome.HELD).exclude(held=0)
    return {
        "intent": intent,
        "state": state.value,
        "said": STATE_WORDS[state],
        "look": STATE_LOOKS[state],
        "rail_said": RAIL_WORDS[RailCode(intent.rail)] if intent.rail else "",
        "looked_at": sum(credit.held for credit in held) if intent.is_open else 0,
        "receipt": getattr(intent, "receipt", None),
        "waits_for": _waits_for(intent) if intent.is_open else "",
    }


def _waits_for(intent: Intent) -> object:
    """The gateway whose word is still to come: the payer was sent there, and it may have been paid."""
    tried = intent.attempts.open().exclude(url="").order_by("-started_at").first()
    return RAIL_WORDS[RailCode(tried.rail)] if tried else ""


def _slip(intent: Intent) -> TransferSlip | None:
    if not intent.is_open:
        return None
    payee = intent.payee
    return transfer_slip(
        bank=payee.bank_bin,
        number=payee.number,
        holder=payee.holder,
        amount=intent.due,
        code=intent.order_code,
    )


def _simulated(slip: TransferSlip | None) -> str:
    """In the demo: where the simulated bank reads this code, for want of a second telephone."""
    if slip is None or not settings.SIMULATED_BANK:
        return ""
    return f"{settings.SIMULATED_BANK}/pay?{urlencode({'qr': slip.payload})}"


def _offered(intent: Intent, request: Request) -> list[tuple[str, object, str]]:
    """The gateways that are on: code, word, icon."""
    if not intent.is_open or intent.deadline <= request.at:
        return []
    return [(way.value, way.word, way.icon) for way in ways()]


def _order(request: Request, attempt: Attempt) -> Order:
    intent = attempt.intent
    return Order(
        ref=attempt.ref,
        amount=attempt.amount,
        memo=memo(intent.order_code, "nop phi"),
        started_at=attempt.started_at,
        expires_at=attempt.expires_at,
        return_url=request.build_absolute_uri(_back(attempt)),
        notify_url=request.build_absolute_uri(reverse(f"{attempt.rail}_notice")),
        address=request.META.get("REMOTE_ADDR", ""),
        method=attempt.method,
        language="en" if get_language() == "en" else "vi",
    )


def _back(attempt: Attempt) -> str:
    """The door of the rail to which the browser comes back; VNPAY and MoMo add the order's reference themselves."""
    door = reverse("payment_return", args=[attempt.rail])
    return f"{door}?ref={attempt.ref}" if attempt.rail == RailCode.HOSTED else door
