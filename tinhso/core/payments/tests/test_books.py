"""Money adds up: whatever people do in whatever order, every đồng is somewhere and the books balance."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from tinhso.core.payments import actions
from tinhso.core.payments.actions.books import balances
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import ASSETS, Book, IntentState, Outcome, Settlement
from tinhso.core.payments.models import Attempt, CashDay, Credit, Intent, MoneyMatter, Refund
from tinhso.core.payments.tests.stories import MONDAY, SYSTEM, a_treasury, bank_tells, gateway_tells, tries
from tinhso.kit.refusals import Refusal

SUMS = st.sampled_from([50_000, 20_000, 80_000])


class Crash(Exception):
    """The process dies before the commit."""


class Books(RuleBasedStateMachine):
    """People ask, pay, pay twice, cancel, refund and count, in any order; now and then the machine dies."""

    intents = Bundle("intents")

    @initialize()
    def opened(self) -> None:
        self.save = transaction.atomic()
        self.save.__enter__()
        self.fees = a_treasury()
        self.at, self.number = MONDAY, 0

    def teardown(self) -> None:
        if hasattr(self, "save"):
            transaction.set_rollback(True)
            self.save.__exit__(None, None, None)

    def does(self, action: Any, *args: Any, dies: bool = False, **told: Any) -> None:
        """Do it; what is refused changes nothing, nor what a dying machine had begun."""
        self.at += timedelta(minutes=1)
        with suppress(Refusal, Crash), transaction.atomic():
            action(*args, **told, at=self.at)
            if dies:
                raise Crash

    @rule(target=intents)
    def asks(self) -> Any:
        return self.fees.asks(at=self.at, deadline=self.at + timedelta(days=1))

    @rule(intent=intents, amount=SUMS, again=st.booleans(), dies=st.booleans())
    def bank(self, intent: Intent, amount: int, again: bool, dies: bool) -> None:
        self.number += not again
        self.does(lambda at: bank_tells(intent, amount, at=at, provider_ref=f"b{self.number}"), dies=dies)

    @rule(intent=intents, rail=st.sampled_from([RailCode.VNPAY, RailCode.MOMO]), dies=st.booleans())
    def gateway(self, intent: Intent, rail: RailCode, dies: bool) -> None:
        self.does(lambda at: tries(intent, rail, at=at))
        attempt = Attempt.objects.filter(intent=intent, rail=rail).last()
        if attempt:
            self.does(lambda at: gateway_tells(attempt, f"{rail}{attempt.pk}", at=at), dies=dies)

    @rule(intent=intents)
    def cash(self, intent: Intent) -> None:
        intent.refresh_from_db()
        self.does(actions.receive_cash, intent, till=self.fees.till, amount=intent.due, by=self.fees.hac)

    @rule(intent=intents)
    def cancels(self, intent: Intent) -> None:
        self.does(actions.cancel_payment, intent, by=SYSTEM)

    @rule(intent=intents)
    def gives_back(self, intent: Intent) -> None:
        self.does(actions.refund_payment, intent, reason="trùng", by=self.fees.hac)

    @rule(yes=st.booleans(), finish=st.booleans(), dies=st.booleans())
    def decides(self, yes: bool, finish: bool, dies: bool) -> None:
        for refund in Refund.objects.open():
            decide = actions.approve_refund if yes else actions.refuse_refund
            self.does(decide, refund, by=self.fees.muon)
            if finish:
                self.does(actions.finish_refund, refund, slip="UNC 7", by=self.fees.hac, dies=dies)

    @rule(intent=intents, way=st.sampled_from(Settlement))
    def settles(self, intent: Intent, way: Settlement) -> None:
        matter = MoneyMatter.objects.open().first()
        if matter is None:
            return
        doings: dict[Settlement, Any] = {
            Settlement.ATTACHED: lambda at: actions.attach(matter, intent=intent, by=self.fees.hac, at=at),
            Settlement.ACCEPTED: lambda at: actions.accept(matter, reason="x", by=self.fees.hac, at=at),
            Settlement.REST_ASKED: lambda at: actions.ask_rest(matter, deadline=at, by=self.fees.hac, at=at),
            Settlement.REFUNDED: lambda at: actions.give_back(matter, reason="x", by=self.fees.hac, at=at),
            Settlement.UNKNOWN: lambda at: actions.put_to_unknown(matter, reason="x", by=self.fees.hac, at=at),
            Settlement.PAYOUT: lambda at: actions.book_as_payout(matter, rail=RailCode.VNPAY, by=self.fees.hac, at=at),
        }
        self.does(doings[way])

    @rule(counted=st.sampled_from([0, 50_000, 100_000]))
    def counts(self, counted: int) -> None:
        for day in CashDay.objects.open():
            self.does(actions.close_day, day, counted=counted, reason="đếm", by=self.fees.hac)

    @invariant()
    def the_books_balance(self) -> None:
        if not hasattr(self, "fees"):
            return
        found = balances(self.fees.payee)
        assert sum(found.values()) == 0
        for account, balance in found.items():
            if account.book in ASSETS:
                assert balance >= 0, account.book
            elif account.book != Book.DIFFERENCE:
                assert balance <= 0, account.book

    @invariant()
    def the_books_say_what_the_credits_say(self) -> None:
        if not hasattr(self, "fees"):
            return
        sums = Credit.objects.aggregate(applied=Sum("applied"), held=Sum("held"), returned=Sum("returned"))
        returning = Refund.objects.filter(ended_at=None).values_list("book", "amount")
        for book, pocket in ((Book.INCOME, "applied"), (Book.HELD, "held")):
            away = sum(amount for of, amount in returning if of == book)
            assert -self.fees.balance(book) == (sums[pocket] or 0) + away

    @invariant()
    def nobody_pays_twice_and_what_waits_has_a_person(self) -> None:
        for intent in Intent.objects.all():
            assert intent.credits.filter(outcome=Outcome.SETTLED).count() <= 1
            assert (intent.state in (IntentState.PAID, IntentState.REFUNDED)) == (intent.paid_at is not None)
        waiting = dict(MoneyMatter.objects.open().values_list("credit", "amount"))
        held = dict(Credit.objects.exclude(held=0).values_list("pk", "held"))
        assert waiting == held


@pytest.mark.promise("P12")
class TestBooks(Books.TestCase, TestCase):
    """Every step of every story leaves the sum of the books at zero and no account below it."""

    settings = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
