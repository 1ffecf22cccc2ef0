"""Passkeys as the second proof, answered by an authenticator in software (WebAuthn level 2, ES256)."""

import base64
import hashlib
import json
import secrets
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256

from tinhso.core.accounts.tests.stories import NOW, officer, tries_password

pytestmark = pytest.mark.django_db
HOST = "testserver"


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Authentic:
    """A passkey in software."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)

    def made(self, options: dict) -> str:
        """The answer to a challenge for a new passkey."""
        cose = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = {"fmt": "none", "attStmt": {}, "authData": self._data(0x45) + held}
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(cbor.encode(data))})

    def shown(self, options: dict) -> str:
        """The answer to a challenge at a sign-in."""
        client, data = self._client("webauthn.get", options), self._data(0x05)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return self._answer(told)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, options: dict) -> bytes:
        told = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": f"http://{HOST}"}
        return json.dumps(told).encode()

    def _answer(self, response: dict) -> str:
        name = text(self.id)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(told)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def enrolled() -> Authentic:
    """Mr Hặc, whose only second proof is a passkey set up at his first sign-in."""
    hac, passkey, client = officer(), Authentic(), Client()
    Authenticator.objects.filter(user=hac).delete()
    tries_password(client, hac)
    answer = client.post("/sign-in/enrol/passkey/", {"credential": passkey.made(challenge(client, "enrol/passkey/"))})
    assert answer["Location"] == "/home/"
    assert client.get("/account/").status_code == 200
    return passkey


def challenge(client: Client, door: str) -> dict:
    return client.get(f"/sign-in/{door}").json()


def at_the_second_step() -> Client:
    client = Client()
    assert (
        client.post("/sign-in/", {"username": "hac", "password": "bon con trau an co ngoai nuong"}).status_code == 302
    )
    return client


@pytest.mark.asvs("6.3.3")
def test_a_passkey_is_set_up_and_opens_the_door():
    passkey, client = enrolled(), at_the_second_step()
    answer = client.post("/sign-in/passkey/", {"credential": passkey.shown(challenge(client, "passkey/"))})
    assert answer["Location"] == "/home/"
    assert client.get("/account/").status_code == 200


def test_a_strangers_passkey_or_an_old_answer_opens_nothing():
    passkey, client = enrolled(), at_the_second_step()
    old = passkey.shown(challenge(client, "passkey/"))
    challenge(client, "passkey/")
    for answer in (old, Authentic().shown(challenge(client, "passkey/")), "[]", "no json", '{"id": 1}'):
        assert client.post("/sign-in/passkey/", {"credential": answer})["Location"] in ("/sign-in/code/", "/sign-in/")
        assert client.get("/account/").status_code == 302


def test_an_answer_opens_the_door_of_one_sign_in_only():
    passkey, one, two = enrolled(), at_the_second_step(), at_the_second_step()
    challenge(two, "passkey/")
    answer = passkey.shown(challenge(one, "passkey/"))
    two.post("/sign-in/passkey/", {"credential": answer})
    assert two.get("/account/").status_code == 302


def test_who_has_a_passkey_cannot_slip_past_it_by_enrolling_anew(clock):
    enrolled()
    client = at_the_second_step()
    for door in ("/sign-in/enrol/", "/sign-in/enrol/passkey/"):
        assert client.get(door)["Location"] == "/sign-in/"
    clock.shift(timedelta(minutes=11))
    assert client.get("/sign-in/passkey/")["Location"] == "/sign-in/"
