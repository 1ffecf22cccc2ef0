"""A small fee that people know: what a household pays for its rubbish each month. Paid by every way, by some not."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.models import Account
from tinhso.core.payments.actions import ask_payment, confirm_payment, start_attempt, take_credit
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.models import Intent, PayeeAccount
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

FEE, LABEL = 25_000, "Tiền vệ sinh môi trường"
PAYERS = 60
SYSTEM = Actor.system()
Payees = dict[int | None, PayeeAccount]
LAST_MONTH, LASTS = timedelta(days=24), timedelta(days=30)


def make_fees(demo: Demo, payees: list[PayeeAccount]) -> None:
    """Last month some sixty households were asked; most have paid. The cast is asked now."""
    if not payees:
        return
    by_place: Payees = {payee.organisation.place_id: payee for payee in payees}
    accounts = Account.objects.filter(kind=Kind.CITIZEN, person__isnull=False).select_related("person__home__parent")
    people = [account.person for account in accounts.order_by("pk")[:PAYERS] if account.person]
    for number, person in enumerate(people):
        payee = _payee_of(person, by_place) or payees[0]
        _paid(_asked(payee, person, "last", demo.now - LAST_MONTH), number, demo)
    for name in ("my", "la", "inh"):
        person = named_people()[name]
        if own := _payee_of(person, by_place):
            _asked(own, person, "now", demo.now - timedelta(days=1))


def _payee_of(person: Person, by_place: Payees) -> PayeeAccount | None:
    home = person.home
    while home is not None:
        if found := by_place.get(home.pk):
            return found
        home = home.parent
    return None


def _asked(payee: PayeeAccount, person: Person, month: str, at: datetime) -> Intent:
    return ask_payment(
        system="payments",
        subject=uuid5(NAMESPACE_URL, f"rubbish/{person.uuid}"),
        purpose=month,
        label=LABEL,
        payer=person.uuid,
        payee=payee,
        amount=FEE,
        deadline=at + LASTS,
        place=person.home_id,
        by=SYSTEM,
        at=at,
    )


def _paid(intent: Intent, number: int, demo: Demo) -> None:
    """Most by the bank, some at a gateway, a few not; one wrote no code, one paid twice, one too little."""
    at = intent.asked_at + timedelta(hours=demo.random.randrange(4, 400))
    kind = number % 10
    if kind in (3, 7):
        rail = RailCode.VNPAY if kind == 3 else RailCode.MOMO
        attempt = start_attempt(intent, rail=rail, by=SYSTEM, at=at)
        confirm_payment(attempt, provider_ref=str(14_000_000 + number), amount=FEE, paid_at=at, by=SYSTEM, at=at)
    elif kind != 9:
        memo = "tien rac thang nay" if number == 11 else f"{intent.order_code} nop phi"
        _bank_told(intent, memo, FEE - 5_000 if number == 21 else FEE, number, at)
    if number == 2:
        _bank_told(intent, f"{intent.order_code} nop phi", FEE, 1_000, at + timedelta(hours=30))


def _bank_told(intent: Intent, memo: str, amount: int, number: int, at: datetime) -> None:
    take_credit(
        payee=intent.payee,
        provider="sepay",
        provider_ref=str(90_000 + number),
        amount=amount,
        content=f"MBVCB.{3_278_907_000 + number}.{memo}.CT tu 0451000",
        paid_at=at,
        bank_ref=f"FT2611{number:06}",
        by=SYSTEM,
        at=at,
    )
