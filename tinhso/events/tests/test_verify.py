"""P25 and P26: whatever is done to the log behind its back is found, and the first bad entry is named."""

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tinhso.events import merkle
from tinhso.events.append_only import guard_all, unguard_all
from tinhso.events.checkpoints import compare_with_signer, latest_checkpoint, make_checkpoint, seal_of
from tinhso.events.clients import SignerRefusedError, SignerSilentError
from tinhso.events.encoding import leaf_of
from tinhso.events.export import lines, notes
from tinhso.events.health import health
from tinhso.events.log import erase
from tinhso.events.models import Checkpoint, Entry, Epoch, Leaf, Outbox, Payload, Tile
from tinhso.events.sealing import seal_all
from tinhso.events.tests.happenings import NOW, lay_stones, thing
from tinhso.events.tiles import Tree
from tinhso.events.verification import verify_database
from tinhso.events.verifier.verify_log import Fault, signature_holds

pytestmark = pytest.mark.promise("P25", "P26")
VERIFIER = Path(__file__).parent.parent / "verifier" / "verify_log.py"


@pytest.fixture
def log(db, booth):
    """300 entries under two checkpoints, 20 more that are only sealed."""
    for count in (100, 200, 20):
        lay_stones(count)
        seal_all(at=NOW)
        if count != 20:
            make_checkpoint(at=NOW)
    unguard_all(connection)
    yield booth
    guard_all(connection)


def fault(booth, **asked):
    with pytest.raises(Fault) as found:
        verify_database(**({"signer": booth.signer} | asked))
    return found.value


def entry_at(seq):
    return Entry.objects.filter(leaf__seq=seq)


def test_an_untouched_log_holds(log):
    found = verify_database(signer=log.signer)

    assert (found.entries, found.checkpoints, found.unsigned) == (320, 2, 20)


def test_a_log_with_erased_payloads_holds(log):
    assert erase(about=thing(3)) > 40

    assert verify_database(signer=log.signer).entries == 320


FIELDS = {
    "at": NOW - timedelta(days=1),
    "name": "tests.Other",
    "version": 2,
    "about_kind": "x.y",
    "about": "1",
    "place": 99,
    "account": None,
    "person": None,
    "for_person": None,
    "mandate": None,
    "post": 4,
    "channel": "web",
    "request_id": "x",
    "commitment": b"\x01" * 32,
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_found_and_named(log, field):
    for seq in (319, 150, 0):
        entry_at(seq).update(**{field: FIELDS[field]})

        found = fault(log)

        assert (found.kind, found.seq, found.first) == ("changed", seq, seq)


def test_every_field_of_an_entry_is_tried(log):
    assert set(FIELDS) == {field.name for field in Entry._meta.local_fields} - {"id"}


def test_a_changed_payload_is_found(log):
    Payload.objects.filter(entry__leaf__seq=8).update(data='{"number":9}')

    assert fault(log).seq == 8


def remove(seq):
    [entry] = entry_at(seq)
    Leaf.objects.filter(seq=seq).delete()
    Payload.objects.filter(entry=entry).delete()
    entry.delete()


def test_a_removed_entry_is_found(log):
    remove(77)

    assert (fault(log).kind, fault(log).seq) == ("removed", 77)


def test_two_swapped_entries_are_found(log):
    one, two = (Leaf.objects.get(seq=seq) for seq in (40, 41))
    mine, yours = one.entry_id, two.entry_id
    two.delete()
    Leaf.objects.filter(seq=40).update(entry=yours)
    Leaf.objects.create(seq=41, entry_id=mine)

    assert (fault(log).kind, fault(log).seq) == ("changed", 40)


def test_an_entry_added_by_hand_is_found(log):
    Entry.objects.create(**{**FIELDS, "place": 1})

    assert fault(log).kind == "added"


def forge_hashes():
    """Give every leaf a new gapless number and make all hashes anew, as one would who owns the whole database."""
    epoch = Epoch.objects.get()
    entries = list(Leaf.objects.order_by("seq").values_list("entry", flat=True))
    Leaf.objects.all().delete()
    Tile.objects.all().delete()
    Leaf.objects.bulk_create(Leaf(seq=seq, entry_id=entry) for seq, entry in enumerate(entries))
    rows = {row["id"]: row for row in Entry.objects.values()}
    epoch.size = 0
    Tree(epoch).append([merkle.leaf_hash(leaf_of(seq, rows[entry])) for seq, entry in enumerate(entries)])
    Epoch.objects.update(size=len(entries))


def test_recomputed_hashes_are_found_and_the_very_entry_named(log):
    entry_at(123).update(place=99)
    forge_hashes()

    found = fault(log)

    assert (found.seq, found.first) == (123, 123)


def test_without_the_signer_recomputed_hashes_are_found_between_two_checkpoints(log):
    entry_at(123).update(place=99)
    forge_hashes()

    found = fault(log, signer=None, key=log.memory.public)

    assert (found.kind, found.first, found.seq) == ("recomputed", 100, 299)


def test_a_removed_entry_with_recomputed_hashes_is_found(log):
    remove(200)
    forge_hashes()

    assert fault(log).seq == 200


def test_a_back_dated_entry_with_recomputed_hashes_is_found(log):
    late = Entry.objects.create(**{**FIELDS, "at": NOW - timedelta(days=400)})
    for seq in reversed(range(50, 320)):
        Leaf.objects.filter(seq=seq).update(seq=seq + 1)
    Leaf.objects.create(seq=50, entry=late)
    forge_hashes()

    assert fault(log).seq == 50


@pytest.mark.parametrize("lost", [21, 30, 319])
def test_a_tail_that_was_cut_off_is_found(log, lost):
    for seq in range(320 - lost, 320):
        remove(seq)
    forge_hashes()

    assert (fault(log).kind, fault(log).seq) == ("cut off", 320 - lost)
    assert compare_with_signer(at=NOW, signer=log.signer) == "smaller"
    assert not health(NOW)["ready"]
    with pytest.raises(SignerRefusedError):
        make_checkpoint(at=NOW)


def test_checkpoints_deleted_here_are_still_known_to_the_signer(log):
    entry_at(5).update(place=99)
    forge_hashes()
    Checkpoint.objects.all().delete()

    assert fault(log).seq == 5


def test_a_saved_checkpoint_finds_what_a_new_signer_cannot(log):
    saved = notes()
    for seq in range(250, 320):
        remove(seq)
    forge_hashes()
    Checkpoint.objects.all().delete()

    assert fault(log, signer=None, key=log.memory.public, saved=saved).seq == 250


def test_another_key_is_found(log):
    assert fault(log, signer=None, key=b"\x01" * 32).kind == "signature"


def test_a_hand_edited_row_is_told_by_the_command(log, capsys):
    call_command("verify_log")
    assert "320 entries, 2 checkpoints, 20 entries not yet signed" in capsys.readouterr().out

    entry_at(17).update(place=99)
    with pytest.raises(CommandError, match="entry 17 is not what was sealed"):
        call_command("verify_log")


def test_the_command_says_when_the_signer_is_down(log, settings):
    settings.SIGNER_SOCKET = "/nowhere"

    with pytest.raises(CommandError, match="--key"):
        call_command("verify_log")
    call_command("verify_log", key=log.memory.public.hex())


def carried(log, *more):
    return subprocess.run(
        [sys.executable, "-I", VERIFIER, log, "--checkpoints", f"{log}.checkpoints", "--key", f"{log}.key", *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_stand_alone_verifier_agrees_on_the_exported_log(log, tmp_path):
    out = tmp_path / "log.jsonl"
    call_command("export_log", out=out)
    assert (carried(out).returncode, carried(out).stdout[:27]) == (0, "The log holds: 320 entries,")

    rows = out.read_bytes().splitlines()
    for wrong, kind in (
        (rows[:31] + rows[32:], "removed"),
        (rows[:32] + rows[31:], "added"),
        (rows[:200], "cut off"),
        ([*rows[:31], rows[31].replace(b'"place":0', b'"place":7'), *rows[32:]], "changed"),
        (rows[1:], "epoch"),
    ):
        out.write_bytes(b"\n".join(wrong))
        found = carried(out)
        assert (found.returncode, found.stdout[:20].split(")")[0]) == (1, f"FAULT ({kind}")


def test_the_stand_alone_verifier_names_the_entry_with_the_signers_leaves(log, tmp_path):
    copy = log.memory.tree(Epoch.objects.get().origin).folder / "leaves"
    entry_at(123).update(place=99)
    forge_hashes()
    out = tmp_path / "log.jsonl"
    call_command("export_log", out=out)

    assert "entry 123 is not the one" in carried(out, "--leaves", copy).stdout
    assert "from entry 100 to 299" in carried(out).stdout


def test_any_flipped_byte_of_an_export_is_found(log, tmp_path):
    key, text = log.memory.public, notes()
    whole = b"\n".join(orjson.dumps(line) for line in lines())
    chance = random.Random(7)
    for _ in range(40):
        at = chance.randrange(len(whole))
        bad = bytearray(whole)
        bad[at] ^= 1 << chance.randrange(7)
        with pytest.raises((Fault, ValueError, KeyError, TypeError)):
            _verify_lines(bytes(bad), text, key)


def _verify_lines(data, text, key):
    from tinhso.events.verifier.verify_log import verify

    try:
        found = verify((orjson.loads(line) for line in data.split(b"\n")), text, key)
    except UnicodeDecodeError as wrong:
        raise ValueError from wrong
    if found == (320, 2, 20):
        # Only what no hash covers may differ without a fault: the number of an epoch, and letter case of hex.
        assert data.lower() == b"\n".join(orjson.dumps(line) for line in lines()).lower() or b'"number":1,' not in data
        raise ValueError("harmless")


@pytest.mark.parametrize("at", ["origin", "size", "root", "time", "signature"])
def test_a_spoiled_checkpoint_is_found(log, at):
    text = notes()
    origin, size, root, time, _, line = text.split("\n")[:6]
    new = {
        "origin": text.replace(origin, origin + "x"),
        "size": text.replace(f"\n{size}\n", "\n101\n"),
        "root": text.replace(root, root[:5] + ("A" if root[5] != "A" else "B") + root[6:]),
        "time": text.replace(time, "2020-01-01T00:00:00Z", 1),
        "signature": text.replace(line, line[:-9] + ("A" if line[-9] != "A" else "B") + line[-8:]),
    }[at]

    assert fault(log, saved=new).kind in ("signature", "note")


def test_what_is_not_a_checkpoint_is_found(log):
    assert fault(log, saved="hello").kind == "note"


# RFC 8032, section 7.1: tests 1, 2 and 3.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_are_checked_as_rfc_8032_says(public, message, signature):
    key, text, sign = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)

    assert signature_holds(key, text, sign)
    assert not signature_holds(key, text + b"x", sign)
    assert not signature_holds(key, text, sign[:-1])
    assert not signature_holds(key[:-1], text, sign)
    for at in range(0, 64, 7):
        assert not signature_holds(key, text, sign[:at] + bytes([sign[at] ^ 1]) + sign[at + 1 :])
    malleable = int.from_bytes(sign[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    assert not signature_holds(key, text, sign[:32] + malleable.to_bytes(32, "little"))


def test_a_signer_that_was_down_signs_later(db, booth):
    lay_stones(3)
    seal_all(at=NOW)
    booth.close()
    with pytest.raises(SignerSilentError):
        make_checkpoint(at=NOW)
    assert health(NOW)["signer"] == "silent"
    assert not health(NOW + timedelta(hours=3))["checkpoint"]

    booth.open()
    checkpoint = make_checkpoint(at=NOW)

    assert latest_checkpoint() == checkpoint
    assert health(checkpoint.signed_at)["ready"]


def test_many_entries_are_signed_in_steps(db, booth, monkeypatch):
    monkeypatch.setattr("tinhso.events.checkpoints.AT_ONCE", 100)
    lay_stones(250)
    seal_all(at=NOW)

    make_checkpoint(at=NOW)

    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [100, 200, 250]
    assert make_checkpoint(at=NOW).size == 250


def test_an_entry_knows_its_seal(db, booth):
    lay_stones(3)
    first, last = Entry.objects.earliest("id"), Entry.objects.latest("id")
    assert seal_of(first.pk) is None
    seal_all(at=NOW)
    assert seal_of(last.pk) == (2, None)

    checkpoint = make_checkpoint(at=NOW)

    assert seal_of(last.pk) == (2, checkpoint)
    assert not Outbox.objects.exists()
