"""The line to Mường Lạn is cut: people go on sending at the commune's node, and the province gets it all, once."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.cases.actions.slips import secret
from tinhso.core.cases.models import Case, Number
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.files.tests import samples
from tinhso.core.nodes.actions import receiving
from tinhso.core.nodes.actions.carrying import carried, rows_of
from tinhso.core.nodes.actions.hearing import NotOurProvince
from tinhso.core.nodes.actions.receiving import NotReadable, UnknownNode, receive
from tinhso.core.nodes.actions.registering import revoke_node
from tinhso.core.nodes.domain.items import SIZE
from tinhso.core.nodes.models import Arrived, Blob, Home, Letter, Node, Taken
from tinhso.core.nodes.tests.ground import Ground, registered
from tinhso.core.outbox.actions.replaying import Stumbled
from tinhso.core.outbox.domain import content_digest
from tinhso.core.outbox.models import Delivered
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
TOLD = {"topic": "roads.bridge", "words": "Cầu gãy hai tấm ván.", "where": "xã Mường Lạn", "may_show": "on"}


@pytest.fixture
def engineer(world) -> Actor:
    return Actor(account=world.account("chu").pk)


@pytest.fixture
def ground(engineer, tmp_path) -> Ground:
    return registered(tmp_path / "node", by=engineer, place=muong_lan())


def muong_lan() -> Place:
    return Place.objects.current().communes().get(name="Mường Lạn")


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("cầu.jpg", samples.photo(), "image/jpeg")


def send(ground: Ground, *words: str) -> list[Taken]:
    """Each of these is sent at the node."""
    for said in words:
        assert ground.post("/report/", TOLD | {"words": said}).status_code == 302
    return list(Taken.objects.order_by("pk"))[-len(words) :]


def petitions() -> list[str]:
    """What the province has, in the order in which it came."""
    return list(Case.objects.filter(system="petitions", ref__in=refs()).order_by("pk").values_list("ref", flat=True))


def refs() -> list[str]:
    return list(Taken.objects.order_by("pk").values_list("ref", flat=True))


@pytest.mark.promise("P07")
def test_what_is_sent_at_the_node_gets_a_number_and_becomes_the_same_matter_at_the_province(ground):
    before = Case.objects.count()
    sent = ground.post("/report/", TOLD | {"photo_1": photo()})
    assert sent.status_code == 302
    assert Case.objects.count() == before, "at the node it was only tried"
    taken = Taken.objects.get()
    assert taken.ref.endswith(f"-{ground.home.numbers[0]}")
    with ground.at_the_node() as client:
        slip = client.get(sent["Location"]).content.decode()
        assert believe_receipt(taken.receipt).kind == "NODE"
    assert taken.ref in slip

    ground.exchange()
    taken.refresh_from_db()
    case = Case.objects.get(ref=taken.ref)
    assert (taken.state, taken.new_ref, taken.item) == ("accepted", "", "")
    assert case.opened_at == taken.taken_at, "its clock runs from when the commune had it"
    assert not Blob.objects.exists()
    assert believe_receipt(taken.province_receipt).ref == taken.ref
    digits = secret(case)
    assert f"{digits[:3]} {digits[3:6]} {digits[6:]}" in slip, "the slip of the node opens it at the province"
    assert Client().post("/track/", {"code": case.ref, "secret": digits}).status_code == 302
    with ground.at_the_node() as client:
        assert client.post("/track/", {"code": case.ref, "secret": digits}).status_code == 302
        assert client.post("/track/", {"code": case.ref, "secret": "000000000"}).status_code == 404


def test_a_mistake_is_told_at_the_node_at_once_and_nothing_is_taken(ground):
    answer = ground.post("/report/", {"topic": "roads.bridge"})
    assert answer.status_code == 400
    assert not Taken.objects.exists()
    assert not Number.objects.filter(series__contains="@node-").exists(), "no number was lost"


@pytest.mark.promise("P07")
def test_the_same_bundle_twice_late_or_with_a_gap_does_nothing_twice(ground):
    send(ground, "một", "hai")
    first = ground.up()
    Home.objects.update(confirmed=2)
    send(ground, "ba")
    later = ground.up()
    ground.down(receive(later, at=timezone.now()))
    assert petitions() == [], "a gap: it waits for the first two"
    answer = receive(first, at=timezone.now())
    receive(first, at=timezone.now())
    assert petitions() == refs()[:2]
    ground.down(receive(later, at=timezone.now()))
    assert petitions() == refs()
    assert set(Taken.objects.values_list("state", flat=True)) == {"accepted"}
    ground.down(answer)
    assert Home.objects.get().confirmed == 3, "an old answer takes nothing back"


def test_a_phone_keeps_its_item_until_the_province_has_signed(ground):
    uuid, phone = uuid4(), uuid4()
    assert deliver(ground, uuid, phone).json()["state"] == "sent_on"
    again = deliver(ground, uuid, phone)
    assert (again.status_code, again["Retry-After"], again.json()["code"]) == (409, "120", Taken.objects.get().ref)
    assert deliver(ground, uuid, phone, words="Khác").json()["state"] == "other"
    ground.exchange()
    done = deliver(ground, uuid, phone).json()
    with ground.at_the_node() as client:
        keys = client.get("/outbox/now/").json()["keys"]
    assert done["receipt"].split(":")[1] in keys, "the phone has the province's key from the node"
    assert (done["state"], done["code"].split(" ")[0]) == ("accepted", Taken.objects.get().ref)
    straight = Client().post("/report/", fields(), headers=told_of(uuid, phone)).json()
    assert straight["receipt"] == done["receipt"], "the same phone, straight to the province"
    assert Delivered.objects.filter(uuid=uuid).count() == len(petitions()) == 1


def test_a_phone_that_was_quicker_than_its_node_is_not_doubled(ground):
    uuid, phone = uuid4(), uuid4()
    deliver(ground, uuid, phone)
    straight = Client().post("/report/", fields(), headers=told_of(uuid, phone)).json()
    ground.exchange()
    taken = Taken.objects.get()
    assert (taken.state, taken.province_receipt) == ("accepted", straight["receipt"])
    assert straight["code"].startswith(taken.new_ref), "the node tells the code under which it is known"


def fields(words: str = "Nước mất ba ngày.") -> dict[str, str]:
    return {"topic": "roads.bridge", "words": words, "where": "xã Mường Lạn"}


def told_of(uuid: UUID, phone: UUID, words: str = "Nước mất ba ngày.") -> dict[str, str]:
    at = timezone.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    digest = content_digest(list(fields(words).items()), []).hex()
    said = {"device": phone, "sequence": 4, "sha256": digest, "made": at, "sent": at, "heard": ""}
    return {"Idempotency-Key": str(uuid), "Outbox-Item": "; ".join(f"{name}={value}" for name, value in said.items())}


def deliver(ground: Ground, uuid: UUID, phone: UUID, words: str = "Nước mất ba ngày."):
    return ground.post("/report/", fields(words), **told_of(uuid, phone, words))


def test_what_the_province_does_not_accept_comes_back_to_a_person_who_sends_it_again(ground, monkeypatch):
    (taken,) = send(ground, "Đèn đường hỏng.")
    with monkeypatch.context() as closed:
        closed.setattr("tinhso.government.petitions.forms.reporting.LONGEST", 3)
        closed.setattr("tinhso.government.petitions.actions.sending.LONGEST", 3)
        ground.exchange()
    taken.refresh_from_db()
    assert (taken.state, bool(taken.reasons)) == ("refused", True)
    assert taken.item, "what was typed stays until somebody has seen to it"
    with ground.at_the_node() as client:
        assert client.get("/node/returned/").status_code == 302, "only for its keeper"
        assert client.post("/node/keeper/", {"code": "0000-0000"}).status_code == 400
        client.post("/node/keeper/", {"code": code_of(ground)})
        page = client.get("/node/returned/").content.decode()
        assert taken.ref in page
        assert taken.reasons[0]["said"] in page.replace("&#39;", "'")
        client.post(f"/node/returned/{taken.pk}/again/")
    ground.exchange()
    assert list(Taken.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "accepted"]
    assert petitions() == [taken.ref], "with the number that was promised"


def test_a_receipt_of_a_node_is_known_before_and_after_the_bundle_came_and_a_changed_one_never(ground, engineer):
    [taken] = send(ground, "một")
    checked = Client().post("/check/", {"code": taken.receipt}).content.decode()
    assert "Nhà làm việc xã" in checked
    assert "chưa lên tới tỉnh" in checked
    with ground.at_the_node() as client:
        assert client.post("/check/", {"code": taken.receipt}).status_code == 200

    ground.exchange()
    after = Client().post("/check/", {"code": taken.receipt}).content.decode()
    assert "Tỉnh đã nhận" in after
    assert taken.ref in after
    parts = taken.receipt.split(":")
    for place, other in ((3, "PA-261122-700002"), (4, parts[4][::-1]), (7, parts[7][::-1])):
        changed = ":".join([*parts[:place], other, *parts[place + 1 :]])
        assert Client().post("/check/", {"code": changed}).status_code == 400
    Delivered.objects.filter(uuid=taken.uuid).update(sha256=bytes(32))
    assert "Tỉnh đã nhận" not in Client().post("/check/", {"code": taken.receipt}).content.decode()
    revoke_node(ground.node, by=engineer, at=timezone.now())
    assert "không dùng nữa" in Client().post("/check/", {"code": taken.receipt}).content.decode()


def code_of(ground: Ground) -> str:
    return (Path(ground.var) / "keys" / "nodes" / "keeper").read_text().strip().upper()


@pytest.mark.promise("P37")
def test_what_makes_our_machine_stumble_waits_in_order_and_is_parked_the_fifth_time(ground, monkeypatch):
    send(ground, "một", "hai", "ba")
    real = receiving.let_in

    def stumbles(item, files, **more):
        if more["sequence"] == 2:
            raise Stumbled
        return real(item, files, **more)

    monkeypatch.setattr(receiving, "let_in", stumbles)
    for _try in range(receiving.TRIES):
        ground.exchange()
        assert Node.objects.get().position == 1
    ground.exchange()
    assert list(Arrived.objects.order_by("sequence").values_list("state", flat=True)) == [
        "accepted", "parked", "accepted",
    ]  # fmt: skip
    assert "hai" in Arrived.objects.get(state="parked").content
    assert Taken.objects.for_a_person().count() == 1


def test_a_node_that_was_shut_out_learns_it_and_stops(ground, engineer):
    send(ground, "một")
    revoke_node(ground.node, by=engineer, at=timezone.now())
    ground.exchange()
    assert Home.objects.get().halted == "revoked"
    assert petitions() == []
    assert ground.post("/report/", TOLD).status_code == 503
    with ground.at_the_node() as client:
        assert client.get("/node/").status_code == 200


@pytest.mark.promise("P26")
def test_an_old_copy_that_goes_on_is_a_second_history_and_the_way_out_keeps_all(ground, engineer, tmp_path):
    send(ground, "một", "hai")
    receive(ground.up(), at=timezone.now())
    Taken.objects.filter(sequence=2).delete()
    (other,) = send(ground, "ba")
    Number.objects.filter(series__endswith="@1").update(last=SIZE * 10)  # as if another copy had given more
    ground.exchange()
    assert (Node.objects.get().state, Home.objects.get().halted) == ("forked", "forked")

    anew = registered(ground.var, by=engineer, place=muong_lan(), anew=True)
    revoke_node(ground.node, by=engineer, at=timezone.now())
    anew.exchange()
    other.refresh_from_db()
    assert (other.state, other.sequence) == ("accepted", 2)
    assert other.new_ref not in ("", other.ref), "a promise that could not be kept is told"
    assert Case.objects.filter(system="petitions", ref__in=[*refs(), other.new_ref]).count() == 2
    assert send(anew, "bốn")[0].ref.endswith(f"-{anew.home.numbers[0]}")
    assert anew.node.number == 2


@pytest.mark.promise("P26")
def test_an_old_copy_learns_from_the_first_answer_that_it_is_one(ground):
    send(ground, "một", "hai")
    receive(ground.up(), at=timezone.now())
    Taken.objects.filter(sequence=2).delete()
    ground.exchange()
    assert Home.objects.get().halted == "old_copy"
    assert ground.post("/report/", TOLD).status_code == 503


def test_strangers_and_damage_are_refused(ground, engineer, tmp_path):
    send(ground, "một")
    bundle = ground.up()
    with pytest.raises(NotReadable):
        receive(bundle[:-1] + bytes([bundle[-1] ^ 1]), at=timezone.now())
    Node.objects.update(sign_key=sha256(b"another").hexdigest())
    with pytest.raises(NotReadable):
        receive(bundle, at=timezone.now())
    Node.objects.update(uuid=uuid4())
    with pytest.raises(UnknownNode):
        receive(bundle, at=timezone.now())
    with pytest.raises(NotOurProvince):
        ground.down(bundle)
    assert petitions() == []


def test_the_last_number_of_the_range_is_the_last(ground):
    send(ground, "một")
    Number.objects.filter(series__contains="@node-").update(last=SIZE - 1)
    (last,) = send(ground, "hai")
    assert last.ref.endswith(str(ground.home.numbers[-1]))
    answer = ground.post("/report/", TOLD | {"words": "ba"})
    assert answer.status_code == 400
    assert "hết số" in answer.content.decode()
    assert Taken.objects.count() == 2


def test_only_forms_that_can_wait_are_taken_at_a_node(ground):
    with ground.at_the_node() as client:
        assert client.get("/")["Location"] == client.get("/sign-in/")["Location"] == "/node/"
        assert client.post("/search/", {"q": "x"}).status_code == 409
        assert client.get("/report/").status_code == 200
        shown = client.get("/node/").content.decode()
    assert "/report/" in shown
    assert Client().get("/node/").status_code == 200, "there is a node in this database"


def test_a_matter_that_moves_on_is_told_to_the_node_once(ground):
    (taken,) = send(ground, "một")
    ground.exchange()
    taken.refresh_from_db()
    first = taken.standing["said"]["vi"]
    assert first
    Case.objects.filter(ref=taken.ref).update(state="answered", changed_at=timezone.now())
    ground.exchange()
    ground.exchange()
    taken.refresh_from_db()
    assert taken.standing["said"]["vi"] != first
    assert Letter.objects.filter(kind="standing").count() <= 1


def test_nothing_that_names_somebody_goes_down_to_a_node(world, engineer, tmp_path):
    """What lies in the tables that nodes have: places, offices and their desks, topics, rules, workflows, days."""
    registered(tmp_path / "node", by=engineer, place=muong_lan(), tables=True)
    assert Home.objects.get().heard == len(carried()), "each table was a letter, and was read"
    told = "".join(rows_of(label) for label in carried())
    people = [world.person(name).full_name for name in ("my", "la", "thoa", "hac", "chu")]
    secrets = [account.password for account in (world.account("hac"), world.account("chu")) if account.password]
    names = [world.account(name).username for name in ("hac", "thoa")]
    assert not [word for word in (*people, *secrets, *(f'"{name}"' for name in names)) if word in told]
