"""Signed receipts: verified without a network, by our own reader and by a program that shares no line with it."""

import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from tinhso.core.files.actions.receipting import believe_receipt, make_receipt, public_keys, renew_receipt_key
from tinhso.core.files.domain.receipts import Receipt, ReceiptIsWrong, key_id, read_receipt, write_receipt

VERIFIER = Path(__file__).resolve().parents[4] / "docs" / "verify_receipt.py"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {key_id(KEY.public_key().public_bytes_raw()): KEY.public_key().public_bytes_raw()}
SAID = Receipt(
    kind="DOSSIER",
    ref="H52.75.3-261122-0042",
    digest=sha256("Tỉnh Số".encode()).digest(),
    position=1234,
    at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
)
VECTOR = (
    "TINHSO1:56475AA7:DOSSIER:H52.75.3-261122-0042:SJQMNO2UHW3C6O2FJF5ZA6IODLJFOX3OI66NRXYJ36ZS6FBAC7OA:1234:"
    "20261122T093000Z:OOPN3WTAJZCPOQHLPYNRSR2R55PWXTGJCN7KEYGVZ53RNYICAWI2EOTTDJW5UYP5PPN4HYEZO7IIILA226C5EZ54NCZNEL"
    "EBYIFC6CQ"
)
"""The test vector of the README: key 00 01 … 1f."""


def test_the_vector_of_the_readme():
    assert write_receipt(SAID, KEY) == VECTOR
    assert read_receipt(VECTOR, KEYS) == SAID
    assert VECTOR.replace("\n", "") in (Path(__file__).resolve().parents[1] / "README.md").read_text()


def test_another_program_verifies_it(tmp_path):
    keys = {"keys": [{"id": name, "ed25519": public.hex()} for name, public in KEYS.items()]}
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    command = [sys.executable, str(VERIFIER), str(tmp_path / "keys.json")]
    good = subprocess.run([*command, VECTOR], capture_output=True, text=True, check=False)
    assert good.returncode == 0
    assert good.stdout.startswith("GENUINE")
    assert SAID.digest.hex() in good.stdout
    bad = subprocess.run([*command, VECTOR.replace(":1234:", ":1235:")], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert bad.stdout == "NOT GENUINE\n"


def _stand_alone():
    spec = importlib.util.spec_from_file_location("verify_receipt", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.promise("P13")
@given(place=some.integers(min_value=0, max_value=len(VECTOR) - 1), letter=some.sampled_from("0AZ:.-7"))
def test_every_changed_letter_is_found_by_both(place, letter):
    forged = VECTOR[:place] + letter + VECTOR[place + 1 :]
    if forged == VECTOR:
        return
    with pytest.raises(ReceiptIsWrong):
        read_receipt(forged, KEYS)
    hexes = {name: public.hex() for name, public in KEYS.items()}
    if place != len(VECTOR) - 1:  # the last letter of base 32 has bits that say nothing; ours reads one spelling only
        with pytest.raises((ValueError, InvalidSignature)):
            _stand_alone().verify(forged, hexes)


@given(
    kind=some.from_regex(r"\A[A-Z]{1,12}\Z"),
    ref=some.from_regex(r"\A[A-Z0-9][A-Z0-9.-]{0,40}\Z"),
    digest=some.binary(min_size=32, max_size=32),
    position=some.integers(min_value=0, max_value=10**12),
    at=some.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=some.just(UTC)),
)
def test_what_is_written_is_read(kind, ref, digest, position, at):
    said = Receipt(kind=kind, ref=ref, digest=digest, position=position, at=at.replace(microsecond=0))
    text = write_receipt(said, KEY)
    assert read_receipt(text, KEYS) == said
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-")


def test_a_key_is_renewed_and_old_receipts_stay_good(settings, tmp_path, db):
    settings.VAR = tmp_path
    old = make_receipt(kind="DOSSIER", ref="h52-1", digest=SAID.digest, at=timezone.now())
    first = list(public_keys())
    renew_receipt_key()
    new = make_receipt(kind="DOSSIER", ref="h52-2", digest=SAID.digest, at=timezone.now())
    assert old.split(":")[1] == first[0] != new.split(":")[1]
    assert believe_receipt(old).ref == "H52-1"
    assert believe_receipt(new).ref == "H52-2"
    told = Client().get("/.well-known/receipt-keys.json").json()
    assert [one["id"] for one in told["keys"]] == list(public_keys())
    assert told["signs_now"] == new.split(":")[1]
    with pytest.raises(ReceiptIsWrong):
        believe_receipt(VECTOR)


def test_a_receipt_is_checked_on_the_page_too(settings, tmp_path, db):
    settings.VAR = tmp_path
    receipt = make_receipt(kind="DOSSIER", ref="H52-1", digest=SAID.digest, at=timezone.now())
    page = Client().post("/check/", {"code": receipt})
    assert page.status_code == 200
    assert "H52-1" in page.content.decode()
    assert Client().post("/check/", {"code": receipt.replace("H52-1", "H52-2")}).status_code == 400


def test_words_that_do_not_fit_are_refused():
    for kind, ref, digest in (("dossier", "A", SAID.digest), ("D", "A:B", SAID.digest), ("D", "A", b"short")):
        with pytest.raises(ValueError, match="kind"):
            write_receipt(Receipt(kind=kind, ref=ref, digest=digest, position=1, at=SAID.at), KEY)
