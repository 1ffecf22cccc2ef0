"""Whatever is cut, doubled, late or out of order between a node and the province: nothing lost, nothing doubled."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.core.nodes.domain.bundles import Head, NotABundle, Way, head_of, pack, unpack
from tinhso.core.nodes.domain.chain import START, Forked, Gap, fresh, links
from tinhso.core.nodes.domain.items import own_range, true_time

AT, YEARS = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), timedelta(days=900)
SIGN, BOX = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
SIGNED_BY, SEAL_FOR = SIGN.public_key().public_bytes_raw(), BOX.public_key().public_bytes_raw()


def head(**other: object) -> Head:
    told = {"node": uuid4(), "way": Way.UP, "first": 1, "count": 1, "previous": START, "heard": 0, "made_at": AT}
    return Head(**(told | other))


@dataclass
class Listener:
    """A province as far as the chain goes."""

    hashes: list[bytes] = field(default_factory=lambda: [START])
    texts: list[str] = field(default_factory=list)

    @property
    def position(self) -> int:
        return len(self.texts)

    def hear(self, chain: list[str], first: int, count: int) -> None:
        made = links(chain, first=1, previous=START)
        previous = made[first - 2].hash if first > 1 else START
        told = chain[first - 1 : first - 1 + count]
        for link in fresh(told, first=first, previous=previous, position=self.position, known=self.hashes.__getitem__):
            self.hashes.append(link.hash)
            self.texts.append(link.text)


WORDS = st.text('aăđ 1"\n', max_size=20)
CHAINS = st.lists(WORDS, min_size=1, max_size=12)


@pytest.mark.promise("P07")
@given(chain=CHAINS, data=st.data())
def test_bundles_in_any_order_and_number_lose_nothing_double_nothing_and_keep_the_order(chain, data):
    province = Listener()
    for _try in range(data.draw(st.integers(0, 12))):
        first = data.draw(st.integers(1, len(chain)))
        before = province.position
        try:
            province.hear(chain, first, data.draw(st.integers(0, len(chain))))
        except Gap as gap:
            assert first > before + 1
            assert gap.position == province.position == before
        assert province.texts == chain[: province.position]
    province.hear(chain, province.position + 1 if province.position < len(chain) else 1, len(chain))
    assert province.texts == chain


@pytest.mark.promise("P26")
@given(chain=CHAINS, other=CHAINS, first=st.integers(1, 12))
def test_a_second_history_is_never_taken_for_the_first(chain, other, first):
    province = Listener()
    province.hear(chain, 1, len(chain))
    first = min(first, len(other))
    try:
        province.hear(other, first, len(other))
    except (Forked, Gap):
        assert province.texts == chain
    else:
        shared = min(len(chain), len(other))
        assert other[:shared] == chain[:shared], "what was heard before is the same"
        assert province.texts == max(chain, other, key=len)


@settings(max_examples=40)
@given(word=WORDS, files=st.lists(st.binary(max_size=300), max_size=4), data=st.data())
def test_a_bundle_comes_back_as_it_was_or_not_at_all(word, files, data):
    said = head()
    bundle = pack(said, {"items": [word]}, files, sign=SIGN, seal_for=SEAL_FOR)
    opened = unpack(bundle, signed_by=SIGNED_BY, box=BOX)
    assert (opened.head, opened.body, opened.files) == (said, {"items": [word]}, tuple(files))
    place = data.draw(st.integers(0, len(bundle) - 1))
    changed = bundle[:place] + bytes([bundle[place] ^ data.draw(st.integers(1, 255))]) + bundle[place + 1 :]
    for wrong in (changed, bundle[:place], bundle + b"\0"):
        with pytest.raises(NotABundle):
            unpack(wrong, signed_by=SIGNED_BY, box=BOX)


def test_nobody_else_can_read_or_have_written_it():
    bundle = pack(head(), {"items": ["Sùng Thị Mỷ"]}, [b"photo of Sung"], sign=SIGN, seal_for=SEAL_FOR)
    assert "Sùng".encode() not in bundle
    assert b"photo" not in bundle
    other_signer = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    for signer, box in ((other_signer, BOX), (SIGNED_BY, X25519PrivateKey.generate())):
        with pytest.raises(NotABundle):
            unpack(bundle, signed_by=signer, box=box)


@given(st.binary(max_size=400))
def test_anything_else_is_no_bundle(rubbish):
    for bundle in (rubbish, b"TINHSO-BUNDLE-1\n" + rubbish):
        with pytest.raises(NotABundle):
            head_of(bundle)


@given(st.integers(1, 500), st.integers(1, 500))
def test_no_two_nodes_give_the_same_number(one, other):
    mine, theirs = own_range(one), own_range(other)
    assert one == other or (mine[0] not in theirs and mine[-1] not in theirs)


@given(
    at=st.timedeltas(timedelta(days=-900), timedelta(days=900)),
    before=st.timedeltas(timedelta(days=-900), timedelta(0)),
)
def test_whatever_clock_a_node_has_its_items_stay_in_order_and_in_the_past(at, before):
    told = true_time(AT + at, before=AT + before, now=AT)
    assert AT + before <= told <= AT
    if before <= at <= timedelta(0):
        assert told == AT + at
