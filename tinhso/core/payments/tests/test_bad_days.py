"""Bad days of money: told by fifty at once, killed before the commit, gateways that never call."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.forks import Crowd
from tinhso.core.payments.actions import expire_payments, refund_payment
from tinhso.core.payments.actions.refunds import approve_refund
from tinhso.core.payments.actions.sending import ask_gateways, send_refunds
from tinhso.core.payments.domain.rails import Answer, Order, Rail, RailCode, RailDown, Return, Said
from tinhso.core.payments.domain.states import AttemptState, IntentState, RefundState
from tinhso.core.payments.models import BookTransfer, Credit, MoneyMatter
from tinhso.core.payments.tests.stories import MONDAY, Treasury, a_treasury, gateway_tells, tries

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fees(transactional_db: None) -> Treasury:
    return a_treasury()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    crowd = Crowd("tinhso.core.payments.tests.at_once", tmp_path)
    yield crowd
    crowd.close()


@pytest.mark.promise("P10")
def test_what_fifty_tell_at_once_is_one_payment(fees: Treasury, crowd: Crowd) -> None:
    intent = fees.asks()
    doing = ("bank", str(intent.pk), MONDAY.isoformat(), "25")
    told = [word for said in crowd.sends(doing, doing) for word in said.split()]
    assert len(told) == 50
    assert len(set(told)) == 1
    assert Credit.objects.count() == BookTransfer.objects.count() == 1


@pytest.mark.promise("P11")
def test_who_paid_while_the_server_was_killed_is_told_so_within_minutes(fees: Treasury, crowd: Crowd) -> None:
    intent = fees.asks()
    attempt = tries(intent)
    assert crowd.kills("gateway", str(attempt.pk), MONDAY.isoformat(), "die") == -signal.SIGKILL
    assert not Credit.objects.exists()

    gateway = Gateway(paid_at=MONDAY)
    asked = [ask_gateways({RailCode.VNPAY: gateway}, at=MONDAY + number * 2 * MINUTE) for number in range(8)]
    intent.refresh_from_db()
    assert intent.is_paid
    assert sum(asked[:3]) >= 1


@dataclass
class Gateway:
    """A gateway as we hope it is, and as it is: silent, slow to decide, late."""

    code: RailCode = RailCode.VNPAY
    paid_at: datetime | None = None
    silent: bool = False
    refunded: Said = Said.PAID
    asked: list[str] = field(default_factory=list)

    def start(self, order: Order) -> str:
        return f"https://gateway.example/{order.ref}"

    def query(self, *, ref: str, started_at: datetime, at: datetime) -> Answer:
        self.asked.append(ref)
        if self.silent:
            raise RailDown
        if self.paid_at is None:
            return Answer(said=Said.PENDING)
        return Answer(said=Said.PAID, provider_ref="1", amount=50_000, at=self.paid_at)

    def refund(self, back: Return) -> Answer:
        self.asked.append(back.ref)
        if self.silent:
            raise RailDown
        return Answer(said=self.refunded, provider_ref="9")


_a_gateway_is_a_rail: Rail = Gateway()


@pytest.mark.django_db
@pytest.mark.promise("P11")
def test_a_gateway_that_calls_nobody_is_asked_within_a_quarter_of_an_hour_until_it_says() -> None:
    fees = a_treasury()
    intent = fees.asks()
    attempt, gateway = tries(intent), Gateway(silent=True)
    for number in range(8):
        ask_gateways({RailCode.VNPAY: gateway}, at=MONDAY + number * 2 * MINUTE)
    assert len(gateway.asked) >= 2

    gateway.silent, gateway.paid_at = False, MONDAY + MINUTE
    told = MONDAY + timedelta(minutes=16)
    for number in range(8):
        ask_gateways({RailCode.VNPAY: gateway}, at=told + number * 2 * MINUTE)
    intent.refresh_from_db()
    attempt.refresh_from_db()
    assert (intent.state, attempt.state) == (IntentState.PAID, AttemptState.SUCCEEDED)
    assert not MoneyMatter.objects.exists()


@pytest.mark.django_db
@pytest.mark.promise("P11")
def test_what_ran_out_here_and_was_paid_there_in_time_is_paid() -> None:
    fees = a_treasury()
    intent = fees.asks(deadline=MONDAY + 10 * MINUTE)
    tries(intent)
    assert expire_payments(at=MONDAY + 11 * MINUTE) == 1
    ask_gateways({RailCode.VNPAY: Gateway(paid_at=MONDAY + 9 * MINUTE)}, at=MONDAY + 12 * MINUTE)
    intent.refresh_from_db()
    assert intent.is_paid


@pytest.mark.django_db
@pytest.mark.promise("P10")
def test_a_refund_that_nobody_answered_is_asked_for_again_under_the_same_name() -> None:
    fees = a_treasury()
    intent = fees.asks()
    gateway_tells(tries(intent))
    (refund,) = refund_payment(intent, reason="rút hồ sơ", by=fees.hac, at=MONDAY)
    approve_refund(refund, by=fees.muon, at=MONDAY)

    gateway = Gateway(silent=True)
    send_refunds({RailCode.VNPAY: gateway}, at=MONDAY)
    refund.refresh_from_db()
    assert refund.state == RefundState.UNSURE
    gateway.silent = False
    for number in range(1, 4):
        send_refunds({RailCode.VNPAY: gateway}, at=MONDAY + number * 6 * MINUTE)
    refund.refresh_from_db()
    intent.refresh_from_db()
    assert gateway.asked == [refund.ref, refund.ref]
    assert (refund.state, intent.state) == (RefundState.DONE, IntentState.REFUNDED)
