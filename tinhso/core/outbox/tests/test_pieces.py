"""Photos come in pieces, broken off and in any order; the form counts only when all of them are whole."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.urls import include, path
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tinhso.core.outbox.actions.pieces import forget_old_pieces, pieces_of
from tinhso.core.outbox.domain.pieces import NotPieces, PieceOf, read_referred
from tinhso.core.outbox.models import Delivered, Piece
from tinhso.core.outbox.tests.phone import Kept, Phone
from tinhso.core.outbox.tests.test_taking import tell

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("tell/", tell), path("", include("tinhso.site.urls"))]
CHANCE = Random(6)


def photos(*sizes):
    return Kept([("word", uuid4().hex)], files=[("photo", CHANCE.randbytes(size)) for size in sizes])


@pytest.mark.promise("P07")
def test_pieces_in_any_order_and_twice_make_the_same_file(world):
    client, phone, item = world.client("thoa"), Phone(), photos(100_000)
    starts = list(range(0, 100_000, 16_384))
    CHANCE.shuffle(starts)
    assert phone.send(client, item, in_pieces=True).json() == {"state": "missing"}
    for start in [*starts, *starts[:3]]:
        assert phone.piece(client, item, 0, start, 16_384).status_code == 200
    have = client.get(f"/outbox/pieces/{item.uuid}/").json()["have"]
    assert list(have.values()) == [100_000]
    accepted = phone.send(client, item, in_pieces=True).json()
    assert accepted["state"] == "accepted"
    assert not Piece.objects.filter(item=item.uuid).exists()
    assert phone.send(client, item, in_pieces=True).json()["receipt"] == accepted["receipt"]
    assert Delivered.objects.filter(uuid=item.uuid).count() == 1


def test_the_form_waits_until_every_photo_is_whole(world):
    client, phone, item = world.client("thoa"), Phone(), photos(20_000, 30_000)
    phone.piece(client, item, 0, 0, 20_000)
    phone.piece(client, item, 1, 0, 16_000)
    assert phone.send(client, item, in_pieces=True).json() == {"state": "missing"}
    assert not Delivered.objects.filter(uuid=item.uuid).exists()
    officer = world.client("hac").get("/outbox/arriving/").content.decode()
    assert world.person("thoa").full_name in officer
    assert world.person("thoa").full_name not in world.client("hac_elsewhere").get("/outbox/arriving/").content.decode()
    phone.piece(client, item, 1, 16_000, 14_000)
    assert phone.send(client, item, in_pieces=True).json()["state"] == "accepted"


def test_damaged_pieces_are_turned_back_and_other_peoples_are_not_seen(world):
    client, phone, item = world.client("thoa"), Phone(), photos(9_000)
    assert phone.piece(client, item, 0, 0, 5_000, own="00" * 32).status_code == 400
    assert phone.piece(client, item, 0, 8_000, 5_000, own="x").status_code == 400
    assert phone.piece(client, item, 0, 0, 9_000).status_code == 200
    assert world.client("my").get(f"/outbox/pieces/{item.uuid}/").json() == {"have": {}}
    assert phone.send(world.client("my"), item, in_pieces=True).json() == {"state": "missing"}


def test_bytes_that_are_not_what_their_name_says_have_to_come_again(world):
    client, phone, item = world.client("thoa"), Phone(), photos(4_000)
    phone.piece(client, item, 0, 0, 4_000)
    Piece.objects.filter(item=item.uuid).update(content=b"x" * 4_000)
    assert phone.send(client, item, in_pieces=True).json() == {"state": "missing"}
    assert pieces_of(world.account("thoa").pk, item.uuid) == {}


def test_too_much_on_the_way_is_refused_and_old_pieces_are_forgotten(world, monkeypatch, settings):
    monkeypatch.setattr("tinhso.core.outbox.actions.pieces.MOST_WAITING", 10_000)
    client, phone, item = world.client("thoa"), Phone(), photos(20_000)
    assert phone.piece(client, item, 0, 0, 9_000).status_code == 200
    assert phone.piece(client, item, 0, 9_000, 9_000).status_code == 413
    settings.PIECES_KEPT_DAYS = 10
    forget_old_pieces(at=timezone.now() + timedelta(days=9))
    assert Piece.objects.exists()
    forget_old_pieces(at=timezone.now() + timedelta(days=11))
    assert not Piece.objects.exists()


@examples(max_examples=60)
@given(st.text(max_size=80), st.binary(max_size=20))
def test_whatever_a_phone_says_of_a_piece_is_read_or_refused(header, content):
    for read in (lambda: PieceOf.read(header, content, largest=100), lambda: read_referred(header)):
        with pytest.raises(NotPieces):
            read()
