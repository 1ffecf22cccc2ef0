"""The demo: every commune takes money, people paid by every way, the simulators know whose accounts are whose."""

import json

import pytest
from django.conf import settings

from tinhso.core.payments.actions.books import balances
from tinhso.core.payments.demo.stands import write_stands
from tinhso.core.payments.domain.states import IntentState, Mismatch
from tinhso.core.payments.models import Credit, Intent, MoneyMatter, PayeeAccount
from tinhso.core.payments.tests.test_papers import scanned

pytestmark = pytest.mark.django_db


def test_mys_commune_takes_money_and_she_has_something_to_pay(world):
    my = world.person("my")
    intent = Intent.objects.get(payer=my.uuid, purpose="now")
    assert intent.payee.organisation.place_id == my.home.parent_id
    assert world.client("my").get(f"/pay/{intent.uuid}/").status_code == 200


def test_people_have_paid_by_every_way_and_something_waits_for_a_person(world):
    states = set(Intent.objects.values_list("state", flat=True))
    assert {IntentState.ASKED, IntentState.PAID} <= states
    assert {"bank", "vnpay", "momo"} <= set(Credit.objects.values_list("rail", flat=True))
    kinds = set(MoneyMatter.objects.values_list("kind", flat=True))
    assert {Mismatch.UNMATCHED, Mismatch.DOUBLED, Mismatch.SHORT} <= kinds


def test_the_books_of_every_commune_add_up(world):
    for payee in PayeeAccount.objects.all():
        assert sum(balances(payee).values()) == 0, payee.holder


def test_the_simulated_bank_knows_every_account_and_tells_of_the_casts(world):
    write_stands()
    file = settings.VAR / "simulators" / "bank.json"
    told = json.loads(file.read_text())
    assert len(told["receivers"]) == PayeeAccount.objects.count()
    mine = Intent.objects.get(payer=world.person("my").uuid, purpose="now").payee
    known = {one["number"]: one["news"] for one in told["receivers"]}
    assert known[mine.number] in ("sepay", "vietqr")
    assert file.stat().st_mode & 0o077 == 0


def test_an_office_prints_the_poster_of_its_own_account_only(world):
    muon = world.client("muon")
    mine = PayeeAccount.objects.visible_to(world.rights("muon")).get()
    assert scanned(muon.get(f"/payments/accounts/{mine.uuid}/poster.pdf").content).receiver.account == mine.number
    other = PayeeAccount.objects.exclude(pk=mine.pk).first()
    assert muon.get(f"/payments/accounts/{other.uuid}/poster.pdf").status_code == 404
    assert world.client("my").get(f"/payments/accounts/{mine.uuid}/poster.pdf").status_code == 403
