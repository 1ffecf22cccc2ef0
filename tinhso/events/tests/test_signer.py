"""The signer signs only what grows, remembers it on disk, and cannot be talked into a smaller or another tree."""

import base64
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tinhso.events.clients import Signer, SignerRefusedError, SignerSilentError
from tinhso.events.merkle import Frontier, consistency, fold, leaf_hash
from tinhso.events.notes import BadNoteError, key_id, read, verifier_key
from tinhso.events.signer.memory import Memory, Refused, Wish

ORIGIN = "tinhso/test/rfc6962-sha256-ed25519/1"
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LEAVES = [leaf_hash(bytes([n])) for n in range(40)]


def top(leaves):
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root


def wish(old, new, tree=LEAVES, **changes):
    proof = consistency(lambda start, height: fold(tree[start : start + (1 << height)]), old, new)
    fields = {"origin": ORIGIN, "size": new, "root": top(tree[:new]), "proof": proof, "leaves": tree[old:new]}
    return Wish(**{**fields, **changes})


def test_a_growing_tree_is_signed_and_the_signature_holds(tmp_path):
    memory = Memory(tmp_path)
    for old, new in ((0, 7), (7, 8), (8, 40)):
        text = memory.sign(wish(old, new), at=AT)

    note, signature = read(text)
    assert (note.origin, note.size, note.root, note.at) == (ORIGIN, 40, top(LEAVES), AT)
    key = Ed25519PublicKey.from_public_bytes(memory.public)
    key.verify(signature, note.body.encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, note.body.replace("40", "41").encode())


def test_the_note_is_a_c2sp_signed_note(tmp_path):
    memory = Memory(tmp_path)
    text = memory.sign(wish(0, 2), at=AT)

    body, line = text.split("\n\n")
    assert body.split("\n") == [ORIGIN, "2", body.split("\n")[2], "2026-11-21T03:00:00Z"]
    assert line.startswith(f"\u2014 {ORIGIN} ")
    name, hash_, key = verifier_key(ORIGIN, memory.public).split("+", 2)
    assert (name, hash_) == (ORIGIN, key_id(ORIGIN, memory.public).hex())
    assert base64.b64decode(key) == b"\x01" + memory.public


@pytest.mark.parametrize("text", ["", "a\nb\n", "o\n1\n!!\n2026-01-01T00:00:00Z\n\n\u2014 o AA==\n", "o\n1\n\n\n\n"])
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNoteError):
        read(text)


def other(leaves):
    return [*leaves[:3], leaf_hash(b"forged"), *leaves[4:]]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (lambda: wish(0, 9), "smaller"),
        (lambda: wish(10, 20, tree=other(LEAVES)), "inconsistent"),
        (lambda: wish(10, 20, proof=[]), "inconsistent"),
        (lambda: wish(10, 20, root=top(LEAVES[:19])), "inconsistent"),
        (lambda: wish(10, 20, leaves=LEAVES[11:20]), "malformed"),
        (lambda: wish(10, 20, leaves=[*LEAVES[10:19], LEAVES[0]]), "inconsistent"),
        (lambda: wish(10, 10, root=top(other(LEAVES)[:10])), "inconsistent"),
        (lambda: wish(10, 20, origin="tinhso/other/1"), "stranger"),
    ],
)
def test_a_smaller_or_another_tree_is_never_signed(tmp_path, bad, why):
    Memory(tmp_path).sign(wish(0, 10), at=AT)
    kept = Memory(tmp_path).tree(ORIGIN).note

    with pytest.raises(Refused) as refused:
        Memory(tmp_path).sign(bad(), at=AT)

    assert refused.value.why == why
    assert Memory(tmp_path).tree(ORIGIN).note == kept


def test_a_clock_that_went_back_is_refused(tmp_path):
    Memory(tmp_path).sign(wish(0, 10), at=AT)

    with pytest.raises(Refused, match="clock"):
        Memory(tmp_path).sign(wish(10, 11), at=AT - timedelta(seconds=1))


def test_the_same_size_gets_the_same_note(tmp_path):
    first = Memory(tmp_path).sign(wish(0, 10), at=AT)

    assert Memory(tmp_path).sign(wish(10, 10), at=AT + timedelta(hours=1)) == first


def test_leaves_written_before_a_crash_do_not_count(tmp_path):
    memory = Memory(tmp_path)
    memory.sign(wish(0, 10), at=AT)
    with (memory.tree(ORIGIN).folder / "leaves").open("ab") as file:
        file.write(b"x" * 50)

    Memory(tmp_path).sign(wish(10, 12), at=AT)

    tree = Memory(tmp_path).tree(ORIGIN)
    assert tree.leaves(0, 100) == b"".join(LEAVES[:12])
    assert tree.notes().count(ORIGIN) == 4


def test_a_further_origin_must_be_allowed_by_hand(tmp_path):
    memory = Memory(tmp_path)
    memory.sign(wish(0, 10), at=AT)
    memory.allow("tinhso/test/2")

    assert "tinhso/test/2" in memory.sign(wish(0, 2, origin="tinhso/test/2"), at=AT)


def test_only_its_owner_can_read_the_key(tmp_path):
    Memory(tmp_path / "s")

    assert (tmp_path / "s" / "key").stat().st_mode & 0o077 == 0


NONSENSE = [b"", b"{}", b"[]", b"nonsense", b'{"ask":"sign","origin":"x"}', b'{"ask":"moon","origin":"x"}']


@pytest.mark.parametrize("line", NONSENSE)
def test_nonsense_at_the_door_is_answered_not_suffered(booth, line):
    assert booth.door.answer(line)["refused"] == "malformed"
    assert booth.signer.public_key() == booth.memory.public


def test_a_closed_signer_is_said_to_be_silent(tmp_path):
    with pytest.raises(SignerSilentError):
        Signer(tmp_path / "nobody").public_key()


def test_the_program_runs_by_itself_and_without_django(tmp_path):
    command = [sys.executable, "-m", "tinhso.events.signer", "--state", tmp_path / "state", "--socket", tmp_path / "s"]
    with subprocess.Popen(command) as program:
        signer = Signer(tmp_path / "s")
        key = _patiently(signer.public_key)
        asked = wish(0, 10)
        note = signer.sign(origin=ORIGIN, size=10, root=asked.root, proof=asked.proof, leaves=b"".join(asked.leaves))
        Ed25519PublicKey.from_public_bytes(key).verify(read(note)[1], read(note)[0].body.encode())
        with pytest.raises(SignerRefusedError):
            signer.sign(origin=ORIGIN, size=3, root=top(LEAVES[:3]), proof=[], leaves=b"")
        assert list(signer.leaves(ORIGIN, 4)) == LEAVES[4:10]
        second = subprocess.run([*command[:-1], tmp_path / "s2"], capture_output=True, check=False)
        assert second.returncode == 1
        program.terminate()
        assert program.wait(10) == 0
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, tinhso.events.signer.__main__; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "False\n"


def _patiently(ask):
    for _ in range(200):
        try:
            return ask()
        except SignerSilentError:
            time.sleep(0.05)
    return ask()
