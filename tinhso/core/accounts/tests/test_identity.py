"""Citizens come with the national identity: the real simulator runs as a process of its own, and fails on demand."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from tinhso.core.accounts.domain.identity import claims_of
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.tests.stories import NOW, SYSTEM, officer, tries_password
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("identity")]
NUMBER = "014198000001"
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The simulator on a free port of loopback, with two people."""
    people = tmp_path_factory.mktemp("identity") / "identity.json"
    known = [
        {"sub": "sub-my", "name": "Giàng Thị Mỷ", "number": NUMBER, "level": 2},
        {"sub": "sub-in", "name": "Lò Văn Ín", "number": "014060000002", "level": 1},
    ]
    people.write_text(json.dumps({"clients": {"tinhso": "a secret"}, "people": known}))
    command = [sys.executable, "-m", "simulators.identity", "--port", "0", "--people", str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def issuer(running, settings):
    speaks_with(settings, running)
    fault(running, "nothing")
    yield running
    fault(running, "nothing")


def speaks_with(settings, issuer: str) -> None:
    """The product's settings for this identity."""
    settings.IDENTITY_ISSUER, settings.IDENTITY_CLIENT = issuer, "tinhso"
    app = settings.IDENTITY | {"client_id": "tinhso", "secret": "a secret"}
    app["settings"] = app["settings"] | {"server_url": issuer}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def fault(issuer: str, name: str) -> None:
    assert requests.post(f"{issuer}/simulator/fault", data={"fault": name}, timeout=5).status_code == 200


def leaves(client: Client, next_url: str = "/account/") -> str:
    """The visitor presses the button; the address of the identity they are sent to."""
    answer = client.post("/sign-in/identity/", {"next": next_url})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def agrees(address: str, choice: str = "2:sub-my") -> str:
    """There they press their name; the address they are sent back to."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    answer = requests.post(address.split("?")[0], data=asked | {"choice": choice}, allow_redirects=False, timeout=5)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def returns(client: Client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def comes_in(client: Client, choice: str = "2:sub-my"):
    return returns(client, agrees(leaves(client), choice))


def my():
    told = Particulars(name=Name.read("Giàng Thị Mỷ"), number=IdentityNumber.read(NUMBER), birth_year=1998)
    return register_person(told, by=SYSTEM, at=NOW)


@pytest.mark.asvs("10.2.1", "10.5.1", "6.8.1")
def test_a_citizen_of_level_two_comes_in_and_is_known_by_the_number(issuer):
    person, client = my(), Client()
    answer = comes_in(client)
    assert answer["Location"] == "/account/"
    account = Account.objects.get()
    assert (account.issuer, account.subject, account.level) == (issuer, "sub-my", 2)
    assert account.person_id == person.uuid
    assert NUMBER not in account.username
    assert client.get("/account/").status_code == 200


def test_level_one_opens_an_account_without_a_person(issuer):
    my()
    client = Client()
    comes_in(client, "1:sub-my")
    account = Account.objects.get()
    assert (account.level, account.person_id) == (1, None)
    again = Client()
    comes_in(again, "2:sub-my")
    account.refresh_from_db()
    assert account.level == 2
    assert account.person_id is not None
    assert Account.objects.count() == 1


def test_the_way_out_carries_state_nonce_and_a_challenge(issuer):
    asked = parse_qs(urlsplit(leaves(Client())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["state"][0]
    assert len(asked["nonce"][0]) >= 32


@pytest.mark.asvs("6.8.2", "9.1.1", "9.1.2", "9.2.1", "9.2.3", "10.5.1", "10.5.4")
@pytest.mark.parametrize(
    "name",
    [
        "wrong-key",
        "no-signature",
        "mixed-keys",
        "expired",
        "wrong-issuer",
        "wrong-audience",
        "wrong-nonce",
        "no-nonce",
        "unknown-level",
    ],
)
def test_an_answer_that_cannot_be_trusted_opens_nothing(issuer, name):
    client = Client()
    back = agrees(leaves(client))
    fault(issuer, name)
    answer = returns(client, back)
    assert answer.status_code == 400
    assert Account.objects.count() == 0
    assert client.get("/account/").status_code == 302


@pytest.mark.asvs("10.2.1", "10.1.2")
def test_state_is_asked_for_and_good_once(issuer):
    client = Client()
    back = agrees(leaves(client))
    assert returns(client, re.sub(r"state=[^&]*", "state=", back)).status_code == 400
    assert returns(Client(), back).status_code == 400
    assert returns(client, back).status_code == 302
    client.post("/sign-out/")
    assert returns(client, back).status_code == 400


@pytest.mark.asvs("10.2.1")
def test_a_code_stolen_from_another_browser_opens_nothing(issuer):
    victim, thief = Client(), Client()
    stolen = parse_qs(urlsplit(agrees(leaves(victim))).query)["code"][0]
    own = leaves(thief)
    state = parse_qs(urlsplit(own).query)["state"][0]
    assert thief.get("/sign-in/vneid/back/", {"code": stolen, "state": state}).status_code == 400
    assert Account.objects.count() == 0


def test_going_back_without_signing_in_is_no_fault(issuer):
    client = Client()
    answer = returns(client, agrees(leaves(client), choice=""))
    assert answer.status_code == 400
    assert Account.objects.count() == 0


@pytest.mark.parametrize("name", ["error", "never"])
def test_when_the_identity_is_away_it_is_said_and_officers_still_enter(issuer, name):
    fault(issuer, name)
    hac, client = officer(), Client()
    answer = client.post("/sign-in/identity/", {"next": "/"})
    assert answer.status_code == 400
    assert tries_password(client, hac)["Location"] == "/sign-in/code/"


def test_when_it_goes_away_in_the_middle_nothing_is_opened(issuer):
    client = Client()
    back = agrees(leaves(client))
    fault(issuer, "error")
    assert returns(client, back).status_code == 400
    assert Account.objects.count() == 0


def test_nobody_listening_is_told_plainly(settings):
    speaks_with(settings, "http://127.0.0.1:9")
    answer = Client().post("/sign-in/identity/", {"next": "/"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_shut_account_stays_shut_for_the_identity_too(issuer):
    comes_in(Client())
    Account.objects.update(is_active=False)
    assert comes_in(Client()).status_code == 400


@pytest.mark.asvs("7.5.1")
def test_a_citizen_proves_again_through_the_identity(issuer):
    client = Client()
    comes_in(client)
    old = client.cookies["session"].value
    answer = client.post("/account/again/", {"next": "/account/tokens/"})
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["prompt"] == ["login"]
    answer = returns(client, agrees(answer["Location"]))
    assert answer["Location"] == "/account/tokens/"
    assert client.cookies["session"].value != old


def test_another_citizen_cannot_prove_for_this_one(issuer):
    client = Client()
    comes_in(client)
    answer = client.post("/account/again/", {"next": "/account/tokens/"})
    assert returns(client, agrees(answer["Location"], "1:sub-in")).status_code == 400


@pytest.mark.parametrize(
    ("claims", "level", "number"),
    [
        ({"acr": "muc-do-02", "identity_number": NUMBER}, 2, NUMBER),
        ({"loa": 2, "identity_number": NUMBER}, 2, NUMBER),
        ({"acr": "1", "identity_number": NUMBER}, 1, ""),
        ({"acr": "2", "identity_number": "123"}, 2, ""),
    ],
)
def test_a_number_counts_only_at_level_two(claims, level, number):
    read = claims_of({"iss": "i", "sub": "s"} | claims)
    assert (read.level, read.number) == (level, number)
