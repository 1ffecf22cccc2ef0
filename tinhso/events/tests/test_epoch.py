"""After a restore that lost sealed entries the log begins anew and says so; nothing is hidden or numbered twice."""

import platform

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tinhso.events.append_only import guard_all, unguard_all
from tinhso.events.checkpoints import NothingLost, make_checkpoint, open_epoch, seal_of
from tinhso.events.clients import SignerRefusedError
from tinhso.events.events import EpochOpened
from tinhso.events.log import history
from tinhso.events.models import Checkpoint, Entry, Epoch, Leaf, Outbox, Payload, Tile
from tinhso.events.sealing import seal_all
from tinhso.events.tests.happenings import HELPER, NOW, lay_stones
from tinhso.events.tiles import Tree
from tinhso.events.verification import verify_database
from tinhso.events.verifier.verify_log import Fault


def restore_copy_of(size):
    """Put the database back to the state it had at a size, as a restored backup would."""
    unguard_all(connection)
    lost = list(Leaf.objects.filter(seq__gte=size).values_list("entry", flat=True))
    Leaf.objects.filter(seq__gte=size).delete()
    Payload.objects.filter(entry__in=lost).delete()
    Entry.objects.filter(pk__in=lost).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    epoch = Epoch.objects.get()
    Tree(epoch).cut(size)
    Epoch.objects.update(size=size)
    guard_all(connection)


@pytest.fixture
def restored(db, booth):
    """300 entries were signed, a copy with 270 was restored, 8 more were sealed since."""
    for count in (200, 70, 30):
        lay_stones(count)
        seal_all(at=NOW)
        make_checkpoint(at=NOW)
    restore_copy_of(270)
    lay_stones(8)
    seal_all(at=NOW)
    return booth


def test_a_new_epoch_cites_what_was_signed_and_numbers_the_rest(restored):
    with pytest.raises(Fault, match=r"270|cut off"):
        verify_database(signer=restored.signer)

    epoch = open_epoch(by=HELPER, at=NOW)
    lay_stones(3)
    seal_all(at=NOW)

    assert (epoch.first, epoch.cites_size, epoch.cites_surviving) == (300, 300, 270)
    [opened] = [happening.event for happening in history(epoch)]
    assert opened == EpochOpened(signed_size=300, signed_root=bytes(epoch.cites_root).hex(), surviving=270)
    assert Leaf.objects.get(seq=300).entry.name == EpochOpened.name
    assert list(Leaf.objects.filter(seq__gte=265).order_by("seq").values_list("seq", flat=True)) == [
        *range(265, 270),
        *range(300, 312),
    ]
    assert not Outbox.objects.exists()


def test_the_signer_signs_a_new_epoch_only_after_it_was_allowed(restored):
    epoch = open_epoch(by=HELPER, at=NOW)
    with pytest.raises(SignerRefusedError, match="stranger"):
        make_checkpoint(at=NOW)

    restored.memory.allow(epoch.origin)
    seal_all(at=NOW)
    checkpoint = make_checkpoint(at=NOW)

    assert (checkpoint.epoch, checkpoint.size) == (epoch, 9)
    assert seal_of(Leaf.objects.get(seq=305).entry_id) == (305, checkpoint)
    assert verify_database(signer=restored.signer).entries == 279


def test_an_epoch_that_hides_what_was_signed_is_found(restored):
    restored.memory.allow(open_epoch(by=HELPER, at=NOW).origin)
    seal_all(at=NOW)

    Epoch.objects.filter(number=2).update(cites_size=280, first=280)

    with pytest.raises(Fault):
        verify_database(signer=restored.signer)


def test_a_whole_log_cannot_begin_anew(db, booth):
    lay_stones(5)
    seal_all(at=NOW)
    make_checkpoint(at=NOW)

    with pytest.raises(NothingLost):
        open_epoch(by=HELPER, at=NOW)
    assert Epoch.objects.count() == 1


def test_the_command_wants_the_machines_name(restored, capsys):
    with pytest.raises(CommandError, match="Type its name"):
        call_command("new_epoch", account=1, confirm="somewhere-else")

    call_command("new_epoch", account=1, confirm=platform.node())

    assert f"--allow {Epoch.objects.latest('number').origin}" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("new_epoch", account=1, confirm=platform.node())


def test_tiles_of_the_lost_branch_are_gone(restored):
    open_epoch(by=HELPER, at=NOW)

    old = Epoch.objects.get(number=1)
    assert old.size == 270
    assert sum(len(tile.hashes) for tile in Tile.objects.filter(epoch=old, level=0)) == 270 * 32
