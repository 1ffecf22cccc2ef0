"""The fee of a dossier: asked for, paid by scanning or in cash, waived, given back."""

import pytest
from django.utils import timezone

from tinhso.core.payments.actions import take_credit
from tinhso.core.payments.domain.states import IntentState
from tinhso.core.payments.models import Intent, Refund, Till
from tinhso.events.reactions import Delivered
from tinhso.government.procedures.actions.fees import fee_of
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.reactions import dossier_ended
from tinhso.government.procedures.tests.stories import file_birth, now, step
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(world) -> Dossier:
    """Mỷ registers her child and asks for two copies; hắc has accepted it."""
    dossier = file_birth(world.client("my"), world)
    step(world.client("hac"), dossier, "accept")
    return now(dossier)


def ask(world, dossier: Dossier, amount: str = "16.000") -> Intent:
    answer = world.client("hac").post(f"/dossiers/{dossier.uuid}/fee/", {"amount": amount})
    assert answer.status_code == 302, answer.content.decode()
    fee = fee_of(now(dossier))
    assert fee
    return fee


def pays(fee: Intent, ref: str = "FT1") -> None:
    """Her bank tells of the transfer that she scanned."""
    at = timezone.now()
    take_credit(
        payee=fee.payee, provider="sepay", provider_ref=ref, amount=fee.amount, content=f"{fee.order_code} nop phi",
        paid_at=at, by=Actor.system(), at=at,
    )  # fmt: skip


def to_the_end(world, dossier: Dossier):
    for action in ("process", "submit"):
        step(world.client("hac"), dossier, action)
    step(world.client("muon"), dossier, "decide")
    return world.client("hac").post(f"/dossiers/{dossier.uuid}/do/release/", {"how": "in_person"})


def test_an_applicant_sees_the_fee_scans_and_has_paid(world, accepted):
    my, fee = world.client("my"), ask(world, accepted)
    page = my.get(f"/dossiers/mine/{accepted.uuid}/").content.decode()
    assert "16.000" in page
    assert f"/pay/{fee.uuid}/" in page
    pay = world.client("").get(f"/pay/{fee.uuid}/").content.decode()
    assert fee.order_code in pay
    assert "<svg" in pay
    assert "Mỷ" not in pay

    pays(fee)
    part = my.get(f"/pay/{fee.uuid}/", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert to_the_end(world, accepted).status_code == 302
    assert now(accepted).released_at


def test_a_result_is_not_released_while_the_fee_is_owed_and_is_when_it_is_waived(world, accepted):
    fee = ask(world, accepted)
    refused = to_the_end(world, accepted)
    assert refused.status_code != 302
    assert not now(accepted).released_at

    waived = world.client("hac").post(f"/dossiers/{accepted.uuid}/fee/waive/", {"reason": "Hộ nghèo"})
    assert waived.status_code == 302
    fee.refresh_from_db()
    assert fee.state == IntentState.CANCELLED
    step(world.client("hac"), accepted, "release", how="in_person")
    assert now(accepted).released_at


def test_the_counter_takes_cash_and_counts_it_in_the_evening(world, accepted):
    hac, fee = world.client("hac"), ask(world, accepted)
    assert f"/payments/cash/{fee.uuid}/" in hac.get("/payments/cash/").content.decode()
    till = Till.objects.get(payee=fee.payee)
    taken = hac.post(f"/payments/cash/{fee.uuid}/", {"till": till.pk, "counted": "on"})
    assert taken.status_code == 302, taken.content.decode()
    fee.refresh_from_db()
    assert (fee.state, fee.rail) == (IntentState.PAID, "cash")

    day = fee.credits.get().cash_day
    close = f"/payments/cash/days/{day.uuid}/close/"
    assert hac.post(close, {"counted": "1.000"}).status_code == 400
    assert hac.post(close, {"counted": str(day.expected), "reason": ""}).status_code == 302


def test_an_officer_of_another_commune_neither_asks_nor_takes(world, accepted):
    fee, other = ask(world, accepted), world.client("hac_elsewhere")
    assert other.get(f"/dossiers/{accepted.uuid}/fee/").status_code == 404
    assert other.get(f"/payments/cash/{fee.uuid}/").status_code == 404


def test_another_amount_takes_the_place_of_the_first(world, accepted):
    first = ask(world, accepted)
    second = ask(world, accepted, "8.000")
    first.refresh_from_db()
    assert (first.state, second.amount) == (IntentState.CANCELLED, 8_000)


@pytest.mark.parametrize(("ended_from", "refunds"), [("accepted", 1), ("processing", 0)])
def test_a_fee_goes_back_when_nothing_was_done_yet(world, accepted, ended_from, refunds):
    fee = ask(world, accepted)
    pays(fee)
    told = Delivered(
        seq=1, name="procedures.DossierWithdrawn", version=1, data={"from_state": ended_from}, about_kind="cases.case",
        about=str(accepted.case.uuid), place=None, at=timezone.now(),
    )  # fmt: skip
    for _time in range(2):
        dossier_ended(told)
    assert Refund.objects.filter(credit__intent=fee).count() == refunds
