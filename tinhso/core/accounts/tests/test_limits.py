"""Limits that hurt who guesses and spare a village; one answer for known, unknown and shut accounts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tinhso.core.accounts.actions import begin_sign_in, finish_sign_in
from tinhso.core.accounts.actions.entering import Whence
from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.events import Way
from tinhso.core.accounts.models import Account, Try
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.core.accounts.tests.stories import (
    NOW,
    PASSWORD,
    account,
    code_of,
    enters,
    officer,
)
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

pytestmark = pytest.mark.django_db


def tries(client: Client, username: str, password: str, address: str = "10.0.0.1"):
    return client.post("/sign-in/", {"username": username, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def plain(answer) -> str:
    return answer.content.decode()


@pytest.mark.promise("P22")
def test_nobody_learns_who_has_an_account(clock):
    officer("hac")
    shut = officer("muon")
    Account.objects.filter(pk=shut.pk).update(is_active=False)
    account("my-citizen", kind=Kind.CITIZEN)
    answers = [
        tries(Client(), name, "wrong wrong wrong", address=f"10.0.1.{n}")
        for n, name in enumerate(["hac", "muon", "nobody", "my-citizen"])
    ]
    bodies = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1
    assert {answer.status_code for answer in answers} == {400}
    assert {tuple(sorted(answer.cookies)) for answer in answers} == {tuple(sorted(answers[0].cookies))}


@pytest.mark.promise("P22")
def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(clock, monkeypatch):
    from tinhso.core.accounts.domain.passwords import Argon2idHasher

    officer("hac")
    tries(Client(), "warm-up", "wrong wrong wrong", address="10.9.9.9")
    counted = []
    real = Argon2idHasher.verify
    monkeypatch.setattr(Argon2idHasher, "verify", lambda *args: counted.append(1) or real(*args))
    tries(Client(), "hac", "wrong wrong wrong")
    known, counted[:] = len(counted), []
    tries(Client(), "nobody", "wrong wrong wrong")
    assert known == len(counted) == 1


@pytest.fixture
def no_hashing(monkeypatch):
    """Limits are about counting, not about hashing: the password is compared as it is."""
    from tinhso.core.accounts.actions import entering

    monkeypatch.setattr(entering, "check_password", lambda typed, encoded: typed == PASSWORD)


def guess(username: str, password: str, address: str, device: str = "") -> str:
    """One try at the first step without the page around it: what came of it, by name."""
    whence = Whence(address=address, device=device)
    session = SessionStore()
    try:
        begin_sign_in(
            username=username, password=password, session=session, whence=whence, by=Actor(), at=timezone.now()
        )
    except Refusal as refusal:
        return refusal.code
    return "right"


@pytest.mark.promise("P23")
@pytest.mark.asvs("6.3.1")
def test_a_village_behind_one_address_is_not_locked_out(clock, no_hashing):
    people = [account(f"user{n}") for n in range(300)]
    came_in = 0
    for n, who in enumerate(people):
        clock.shift(timedelta(seconds=2))
        if n % 7 == 0:
            assert guess(who.username, "oh mistyped", "203.0.113.7") == "WrongNameOrPassword"
        came_in += guess(who.username, PASSWORD, "203.0.113.7") == "right"
        finish_sign_in(
            who,
            way=Way.CODE,
            session=SessionStore(),
            whence=Whence(address="203.0.113.7", device=f"cookie of {who.username}"),
            device_name="",
            by=Actor(),
            at=timezone.now(),
        )
    assert came_in == 300


@pytest.mark.promise("P23")
def test_one_account_from_many_addresses_is_tried_ten_times_and_its_owner_still_enters(clock, no_hashing):
    hac = officer()
    owner = enters(hac, NOW)
    owner.post("/sign-out/")
    answers = [guess("hac", f"guess number {n}", f"198.51.100.{n}") for n in range(200)]
    assert answers.count("WrongNameOrPassword") == 10
    assert answers.count("TooManyTries") == 190
    clock.shift(timedelta(seconds=60))
    assert tries(owner, "hac", PASSWORD)["Location"] == "/sign-in/code/"
    answer = owner.post("/sign-in/code/", {"code": code_of(hac, NOW + timedelta(seconds=60))})
    assert answer["Location"] == "/home/"


@pytest.mark.promise("P23")
def test_one_address_that_tries_many_names_is_slowed(clock, no_hashing):
    answers = []
    for n in range(1000):
        clock.shift(timedelta(seconds=0.5))
        answers.append(guess(f"name{n}", "Sonla@123456", "192.0.2.9"))
    assert answers.count("WrongNameOrPassword") == 30


@pytest.mark.promise("P23")
def test_the_refusal_names_the_time_of_return_and_keeps_it(clock, no_hashing):
    officer()
    client = Client()
    for _ in range(5):
        tries(client, "hac", "wrong")
    answer = tries(client, "hac", PASSWORD)
    assert "9:15" in plain(answer)
    clock.shift(timedelta(minutes=15, seconds=1))
    assert tries(client, "hac", PASSWORD).status_code == 302


def test_an_empty_name_never_counts(clock):
    for _ in range(50):
        tries(Client(), "", "x")
        tries(Client(), "   ", "x")
    assert Try.objects.count() == 0
