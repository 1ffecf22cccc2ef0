"""The tree is the one of RFC 6962, and its proofs prove nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tinhso.events.merkle import (
    EMPTY,
    BadProofError,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency,
    fold,
    inclusion,
    leaf_hash,
    root,
)

# The leaves and roots of the reference tests of Certificate Transparency (RFC 6962 as implemented by the CT project).
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves):
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def asked(leaves):
    return lambda start, height: fold(leaves[start : start + (1 << height)])


def some_leaves(count):
    return [leaf_hash(bytes([n % 256, n // 256])) for n in range(count)]


def test_the_roots_are_those_of_certificate_transparency():
    leaves = [leaf_hash(leaf) for leaf in CT_LEAVES]

    assert [root(asked(leaves), size).hex() for size in range(9)] == CT_ROOTS


def test_the_proofs_are_those_of_certificate_transparency():
    leaves = [leaf_hash(leaf) for leaf in CT_LEAVES]

    assert [one.hex() for one in inclusion(asked(leaves), 0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [one.hex() for one in consistency(asked(leaves), 6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(some.integers(0, 300))
def test_roots_and_frontier_agree_with_the_naive_tree(size):
    leaves = some_leaves(size)
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)

    assert root(asked(leaves), size) == frontier.root == naive_root(leaves)
    assert Frontier(frontier.size, frontier.edge).root == frontier.root


@given(some.data())
def test_every_leaf_proves_to_be_in(data):
    size = data.draw(some.integers(1, 300))
    index = data.draw(some.integers(0, size - 1))
    leaves = some_leaves(size)

    check_inclusion(leaves[index], index, size, inclusion(asked(leaves), index, size), naive_root(leaves))


@given(some.data())
def test_every_tree_proves_to_begin_with_a_smaller_one(data):
    new = data.draw(some.integers(0, 300))
    old = data.draw(some.integers(0, new))
    leaves = some_leaves(new)

    check_consistency(old, naive_root(leaves[:old]), new, naive_root(leaves), consistency(asked(leaves), old, new))


def flipped(hash_):
    return bytes([hash_[0] ^ 1]) + hash_[1:]


def spoiled(proof):
    """The proof with one hash flipped, one dropped, one doubled, two swapped, one shortened."""
    for at in range(len(proof)):
        yield [*proof[:at], flipped(proof[at]), *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], proof[at], *proof[at:]]
        yield [*proof[:at], proof[at][:-1], *proof[at + 1 :]]
        if at and proof[at] != proof[at - 1]:
            yield [*proof[: at - 1], proof[at], proof[at - 1], *proof[at + 1 :]]
    yield [*proof, EMPTY]
    yield [EMPTY, *proof]


def refused(check, *args):
    with pytest.raises(BadProofError):
        check(*args)


def test_no_spoiled_inclusion_proof_is_accepted():
    for size in (1, 2, 3, 7, 8, 13):
        leaves = some_leaves(size)
        top = naive_root(leaves)
        for index in range(size):
            leaf, proof = leaves[index], inclusion(asked(leaves), index, size)
            for wrong in spoiled(proof):
                refused(check_inclusion, leaf, index, size, wrong, top)
            for other in {*range(-1, size + 2)} - {index}:
                refused(check_inclusion, leaf, other, size, proof, top)
            refused(check_inclusion, flipped(leaf), index, size, proof, top)
            refused(check_inclusion, leaf, index, size, proof, flipped(top))
            refused(check_inclusion, leaf, index, 0, proof, top)


def test_no_spoiled_consistency_proof_is_accepted():
    for new in (1, 2, 3, 7, 8, 13):
        leaves = some_leaves(new)
        for old in range(1, new + 1):
            before, after = naive_root(leaves[:old]), naive_root(leaves)
            proof = consistency(asked(leaves), old, new)
            for wrong in spoiled(proof):
                refused(check_consistency, old, before, new, after, wrong)
            refused(check_consistency, old, flipped(before), new, after, proof)
            refused(check_consistency, old, before, new, flipped(after), proof)
            if old != new:
                refused(check_consistency, new, after, old, before, proof)
                refused(check_consistency, old, before, new, after, [])
        refused(check_consistency, 0, after, new, after, [])
        refused(check_consistency, -1, EMPTY, new, after, [])


def test_a_proof_is_not_made_outside_the_tree():
    node = asked(some_leaves(4))
    for index, size in ((4, 4), (-1, 4), (0, 0)):
        with pytest.raises(ValueError, match="not in a tree"):
            inclusion(node, index, size)
    with pytest.raises(ValueError, match="cannot begin"):
        consistency(node, 4, 3)


def test_a_frontier_with_the_wrong_number_of_hashes_is_refused():
    with pytest.raises(ValueError, match="one hash for each bit"):
        Frontier(3, [EMPTY])
