"""Everyone can see and save the seals; the engineer sees the log's state and what waits for a decision."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tinhso.events import jobs, reactions
from tinhso.events.api import router
from tinhso.events.checkpoints import make_checkpoint
from tinhso.events.deliveries import deliver_one
from tinhso.events.jobs import every
from tinhso.events.log import history
from tinhso.events.merkle import check_consistency, check_inclusion
from tinhso.events.models import Checkpoint, Delivery, Epoch, Run, Worker
from tinhso.events.notes import read
from tinhso.events.reactions import reacts_to
from tinhso.events.sealing import seal_all
from tinhso.events.tests.happenings import HELPER, NOW, lay_stones
from tinhso.kit.doors import door_of


class Engineer:
    """The rights of the one who keeps the machines."""

    signed_in, person, shell, unread = True, None, "engineer", 0
    held = frozenset({"watch_log", "retry_delivery", "dismiss_delivery"})

    def may(self, permission, *, place=None, agency=None):
        return permission in self.held

    def places(self, permission):
        return None

    def agencies(self, permission):
        return None


@pytest.fixture
def engineer(client, db, monkeypatch):
    monkeypatch.setattr(type(get_user_model().objects), "who_asks", lambda *_args, **_kwargs: (HELPER, Engineer()))
    return client


@pytest.fixture
def sealed(db, booth):
    lay_stones(300)
    seal_all(at=NOW)
    first = make_checkpoint(at=NOW)
    lay_stones(5)
    seal_all(at=NOW)
    return first, make_checkpoint(at=NOW)


@pytest.fixture
def parked(db, monkeypatch):
    """A delivery that failed five times."""
    monkeypatch.setattr(reactions, "_handlers", {})

    @reacts_to("tests.StoneLaid")
    def stumble(delivered):
        raise KeyError("Lò Văn Tòng")

    lay_stones(1)
    seal_all(at=NOW)
    for hour in range(6):
        deliver_one(at=NOW + timedelta(hours=hour))
    return Delivery.objects.parked().get()


def test_a_visitor_sees_the_seals_and_saves_one(client, sealed):
    first, last = sealed
    listed = client.get("/niem-phong/").content.decode()
    assert f"/niem-phong/{last.epoch_id}/305" in listed

    note = client.get("/niem-phong/300")
    assert note["Content-Type"].startswith("text/plain")
    assert note.content.decode() == first.note
    assert client.get(f"/niem-phong/{last.epoch_id}/305").content.decode() == last.note
    assert read(last.note)[0].size == 305


@pytest.mark.parametrize("path", ["1", "99999999999999999999999", "1/1", "9/99999999999999999999999"])
def test_a_seal_that_does_not_exist_is_not_found(client, sealed, path):
    assert client.get(f"/niem-phong/{path}").status_code == 404


def test_before_the_first_seal_the_pages_say_so(client, db):
    assert client.get("/niem-phong/").status_code == 200
    assert client.get("/niem-phong/5").status_code == 404
    assert client.get("/api/events/checkpoint").status_code == 409


@pytest.mark.parametrize("before", ["1", "x", "-1", "9" * 30, "²"])
def test_any_page_of_the_list_opens(client, sealed, before):
    assert client.get("/niem-phong/", {"before": before}).status_code == 200


def test_the_list_goes_on_page_by_page(client, sealed):
    epoch = Epoch.objects.get()
    Checkpoint.objects.bulk_create(
        Checkpoint(epoch=epoch, size=1000 + n, root=b"", signed_at=NOW, note="") for n in range(60)
    )
    page = client.get("/niem-phong/").content.decode()
    assert "/1059" in page
    assert "/305" not in page
    before = page.split("?before=")[1].split('"')[0]
    assert "/305" in client.get("/niem-phong/", {"before": before}).content.decode()


def test_the_feed_is_atom_with_the_notes(client, sealed):
    answer = client.get("/niem-phong/feed.xml")

    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    summaries = [one.text for one in tree.iter("{http://www.w3.org/2005/Atom}summary")]
    assert [read(text)[0].size for text in summaries] == [305, 300]


def test_a_machine_can_prove_an_entry_with_what_is_public(client, sealed):
    first, last = sealed
    for seq, checkpoint in ((0, first), (299, first), (300, last), (304, last)):
        proof = client.get(f"/api/events/entries/{seq}/proof").json()
        assert proof["size"] == checkpoint.size
        path = [bytes.fromhex(one) for one in proof["path"]]
        root = bytes.fromhex(proof["root"])
        check_inclusion(bytes.fromhex(proof["leaf"]), proof["index"], proof["size"], path, root)
        assert root == read(checkpoint.note)[0].root
    grown = client.get(f"/api/events/consistency/{last.epoch_id}", {"old": 300, "new": 305}).json()
    path = [bytes.fromhex(one) for one in grown["path"]]
    check_consistency(300, bytes(first.root), 305, bytes(last.root), path)
    tile = client.get(f"/api/events/tiles/{last.epoch_id}/0/1").json()
    assert len(tile["hashes"]) == 49
    assert client.get("/api/events/checkpoint").json()["note"] == last.note


def test_proofs_beyond_the_log_are_refused(client, sealed):
    epoch = sealed[0].epoch_id
    assert client.get("/api/events/entries/305/proof").status_code == 404
    assert client.get(f"/api/events/consistency/{epoch}", {"old": 3, "new": 306}).status_code == 409
    assert client.get(f"/api/events/consistency/{epoch}", {"old": 3, "new": 2}).status_code == 409
    assert client.get("/api/events/tiles/1/0/9").status_code == 404
    assert client.get("/api/events/entries/-1/proof").status_code == 422
    assert client.get(f"/api/events/entries/{10**30}/proof").status_code == 422


def test_nothing_public_names_anyone(client, sealed):
    paths = ("checkpoint", "entries/3/proof", f"tiles/{sealed[0].epoch_id}/0/0")
    said = "".join(client.get(f"/api/events/{path}").content.decode() for path in paths)

    assert str(HELPER.person) not in said
    assert str(HELPER.for_person) not in said


def test_every_operation_says_who_may_enter():
    operations = [one for view in router.path_operations.values() for one in view.operations]

    assert len(operations) == 4
    assert all(door_of(one.view_func).open for one in operations)


def test_the_engineer_sees_the_state_of_the_log(engineer, sealed, parked, monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})

    @every(hours=1)
    def weigh_anchor(at):
        pass

    now = timezone.now()
    Worker.objects.create(uuid=HELPER.person, host="may-1", pid=77, started_at=now, beat_at=now)
    Run.objects.create(job="x.y", due=NOW, next_try=NOW)
    said = engineer.get("/log/").content.decode()

    assert "stumble" in said
    assert "KeyError" in said
    assert "Tòng" not in said
    assert "weigh_anchor" in said
    assert "may-1 · 77" in said
    assert f'action="/log/parked/{parked.pk}/retry/"' in said


@pytest.mark.parametrize("trouble", Epoch.Trouble.values)
def test_the_engineer_is_told_of_every_trouble(engineer, sealed, trouble):
    Epoch.objects.update(trouble=trouble)

    assert engineer.get("/log/").status_code == 200


def test_an_empty_log_has_a_page_too(engineer):
    assert engineer.get("/log/").status_code == 200


def test_the_engineer_lets_a_parked_delivery_be_tried_again(engineer, parked):
    assert engineer.post(f"/log/parked/{parked.pk}/retry/").status_code == 302
    assert not Delivery.objects.parked().exists()
    assert [happening.by for happening in history(parked)] == [HELPER]
    assert engineer.post(f"/log/parked/{parked.pk}/retry/").status_code == 409


def test_the_engineer_dismisses_with_a_reason_only(engineer, parked):
    address = f"/log/parked/{parked.pk}/dismiss/"
    assert engineer.get(address).status_code == 200
    assert engineer.post(address, {"reason": " "}).status_code == 422
    assert Delivery.objects.parked().exists()

    assert engineer.post(address, {"reason": "Cầu không còn"}).status_code == 302
    assert not Delivery.objects.parked().exists()
    assert engineer.post(address, {"reason": "Cầu không còn"}).status_code == 409


def test_an_unknown_delivery_is_not_found(engineer):
    for number in ("0", "99999999999999999999"):
        assert engineer.post(f"/log/parked/{number}/retry/").status_code == 404
        assert engineer.get(f"/log/parked/{number}/dismiss/").status_code == 404


@pytest.mark.parametrize("path", ["/log/", "/log/parked/1/dismiss/"])
def test_a_visitor_does_not_see_the_log(client, db, path):
    assert client.get(path).status_code == 302
