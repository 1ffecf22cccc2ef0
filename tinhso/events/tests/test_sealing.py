"""The sealer numbers what was committed, without a gap, and every number can be proved."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as some

from tinhso.events import merkle, sealing
from tinhso.events.encoding import leaf_of
from tinhso.events.models import Entry, Epoch, Leaf, Outbox, Tile
from tinhso.events.sealing import current_epoch, seal, seal_all
from tinhso.events.tests.happenings import NOW, lay_stones
from tinhso.events.tests.test_merkle import naive_root
from tinhso.events.tiles import Tree


def own_hashes():
    """The leaf hashes, from the entries alone."""
    leaves = Leaf.objects.order_by("seq").select_related("entry")
    return [merkle.leaf_hash(leaf_of(leaf.seq, vars(leaf.entry))) for leaf in leaves]


def test_entries_get_gapless_numbers_in_the_order_they_came(db):
    lay_stones(5)

    assert seal_all(at=NOW) == 5

    assert list(Leaf.objects.order_by("entry").values_list("seq", flat=True)) == [0, 1, 2, 3, 4]
    assert not Outbox.objects.exists()
    assert Epoch.objects.get().size == 5


def test_an_entry_is_sealed_once(db):
    lay_stones(2)
    seal_all(at=NOW)

    assert seal(at=NOW) == 0


def test_a_full_batch_is_followed_by_the_next(db, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    lay_stones(10)

    assert [seal(at=NOW) for _ in range(5)] == [3, 3, 3, 1, 0]
    assert Tree(Epoch.objects.get()).root() == naive_root(own_hashes())


def test_the_tree_over_many_tiles_is_the_naive_tree(db):
    for count in (1, 254, 1, 1, 300, 211):
        lay_stones(count)
        seal_all(at=NOW)
    hashes = own_hashes()
    tree = Tree(Epoch.objects.get())

    assert tree.root() == naive_root(hashes)
    assert list(tree.leaves(0, 768)) == hashes
    assert list(tree.leaves(250, 520)) == hashes[250:520]
    assert Tile.objects.filter(level=1).count() == 1
    for old, new in ((1, 768), (255, 256), (256, 512), (257, 700), (768, 768), (0, 5)):
        proof = tree.consistency(old, new)
        merkle.check_consistency(old, tree.root(old), new, tree.root(new), proof)
    for index in (0, 255, 256, 511, 767):
        merkle.check_inclusion(hashes[index], index, 768, tree.inclusion(index, 768), tree.root())


@with_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.integers(1, 600), min_size=1, max_size=5), some.data())
def test_a_tree_grown_in_any_steps_and_cut_anywhere_is_the_naive_tree(db, steps, data):
    Tile.objects.all().delete()
    Epoch.objects.all().delete()
    epoch = current_epoch(at=NOW)
    hashes = [merkle.leaf_hash(str(n).encode()) for n in range(sum(steps))]
    for step in steps:
        Tree(epoch).append(hashes[epoch.size : epoch.size + step])
        epoch.size += step
    assert Tree(epoch).root() == naive_root(hashes)

    kept = data.draw(some.integers(0, epoch.size))
    Tree(epoch).cut(kept)
    epoch.size = kept
    assert Tree(epoch).root() == naive_root(hashes[:kept])

    Tree(epoch).append(hashes[kept:])
    epoch.size = len(hashes)
    assert Tree(epoch).root() == naive_root(hashes)


def test_a_proof_is_refused_outside_the_tree(db):
    lay_stones(3)
    seal_all(at=NOW)
    tree = Tree(Epoch.objects.get())

    for ask in (lambda: tree.inclusion(0, 4), lambda: tree.consistency(1, 4), lambda: tree.inclusion(3, 3)):
        with pytest.raises(ValueError, match="tree"):
            ask()


def test_a_damaged_tile_is_noticed(db):
    lay_stones(3)
    seal_all(at=NOW)
    Tile.objects.update(hashes=b"short")

    with pytest.raises(LookupError, match="damaged"):
        Tree(Epoch.objects.get()).root()


def test_a_leaf_says_where_who_what_and_when_in_one_fixed_form(db):
    lay_stones(1)
    entry = Entry.objects.get()

    assert leaf_of(0, vars(entry)).decode() == (
        '{"about":"9000000","about_kind":"contenttypes.contenttype","account":7,"at":"2026-11-21T02:03:04.000005Z",'
        f'"channel":"field","commitment":"{bytes(entry.commitment).hex()}",'
        '"for_person":"0190a5a0-0000-7000-8000-000000000002","mandate":"00000000-0000-0000-0000-000000000009",'
        '"name":"tests.StoneLaid","person":"0190a5a0-0000-7000-8000-000000000001","place":0,"post":3,"request_id":"",'
        '"seq":0,"version":1}'
    )
