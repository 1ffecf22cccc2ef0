"""The head signs the result with a PIN, the office seals it, Mỷ holds it, a stranger checks it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.accounts.models import Post
from tinhso.core.files.actions import keys, signing
from tinhso.core.files.actions.batches import run_batch
from tinhso.core.files.actions.fetching import fetch_lists
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.files.models import Batch, Holder, Signed, SigningKey, Standing
from tinhso.core.files.tests import forging
from tinhso.core.files.tests.signing_ground import PIN, bytes_of, make_key, make_seal, paper
from tinhso.events.log import history
from tinhso.government.procedures.actions.proving import accepted, proof_of
from tinhso.government.procedures.actions.signing import result_of
from tinhso.government.procedures.tests.stories import file_birth, now, step
from tinhso.kit.actors import Actor
from tinhso.kit.tests.reading_pdf import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def muon(world, authority):
    """The head of the commune with a key, and the seal of the committee."""
    account = world.account("muon")
    office = Post.objects.select_related("organisation").get(account=account).organisation
    make_key(authority, holder=account.person_id, name=account.called, organisation=office.name)
    make_seal(authority, organisation=office.uuid, name=office.name)
    fetch_lists()
    return world.client("muon")


def waiting(world):
    """A dossier that waits for the head."""
    dossier = file_birth(world.client("my"), world)
    for action in ("accept", "process", "submit"):
        step(world.client("hac"), dossier, action)
    return dossier


def upload(content):
    return SimpleUploadedFile("ket-qua.pdf", content, content_type="application/pdf")


@pytest.mark.promise("P13")
def test_from_the_pin_of_the_head_to_a_stranger_who_checks(world, muon):
    dossier = waiting(world)
    form = muon.get(f"/dossiers/{dossier.uuid}/do/decide/").content.decode()
    assert 'name="pin"' in form
    wrong = muon.post(f"/dossiers/{dossier.uuid}/do/decide/", {"pin": "000000"})
    assert wrong.status_code == 400
    assert now(dossier).case.state == "deciding"
    assert SigningKey.objects.get(kind=Holder.PERSON).wrong_pins == 1

    step(muon, dossier, "decide", pin=PIN)
    decided = now(dossier)
    signed = result_of(decided)
    assert decided.case.state == "decided"
    assert signed is not None
    assert decided.result == signed.file.uuid
    assert "ResultPut" in [type(one.event).__name__ for one in history(decided.case)]

    step(world.client("hac"), dossier, "release", how="online")
    mine = world.client("my").get(f"/dossiers/mine/{dossier.uuid}/").content.decode()
    assert signed.spoken_code in mine
    assert "data:image/svg+xml" in mine
    opened = world.client("my").get(f"/dossiers/{dossier.uuid}/result/file/")
    content = b"".join(opened.streaming_content)
    assert content == bytes_of(signed)
    shown = text_of(content)
    assert "Giàng Thị Mỷ" in shown
    assert dossier.case.ref in shown

    stranger = Client()
    page = stranger.get(f"/check/{signed.code}/").content.decode()
    assert signed.agency in page
    assert "Giàng Thị Mỷ" not in page, "a code tells no applicant"
    answer = stranger.post("/check/", {"file": upload(content)}).content.decode()
    assert 'class="verdict green' in answer
    assert signing.complete_signed(at=timezone.now()) == 1
    answer = stranger.post("/check/", {"file": upload(bytes_of(signed))}).content.decode()
    assert 'class="verdict green' in answer
    answer = stranger.post("/check/", {"file": upload(forging.flipped(0.1, content))}).content.decode()
    assert 'class="verdict red' in answer


def test_who_has_no_key_decides_as_always(world):
    dossier = waiting(world)
    form = world.client("muon").get(f"/dossiers/{dossier.uuid}/do/decide/").content.decode()
    assert 'name="pin"' not in form
    step(world.client("muon"), dossier, "decide")
    assert now(dossier).result is None


def test_a_pdf_that_was_put_in_is_the_one_that_is_signed(world, muon):
    dossier = waiting(world)
    put = world.client("hac").post(f"/dossiers/{dossier.uuid}/result/", {"file": upload(paper())})
    assert put.status_code == 302
    step(muon, dossier, "decide", pin=PIN)
    signed = result_of(now(dossier))
    assert signed is not None
    assert bytes_of(signed).startswith(paper())


def test_what_came_signed_is_not_signed_again_and_what_was_found_is_told(world, muon):
    """The head signed at home with another program: no PIN is asked, and the desk reads who signed."""
    dossier = waiting(world)
    account = world.account("muon")
    by = Actor(account=account.pk, person=account.person_id)
    opened = keys.open_key(keys.key_of_person(account.person_id, at=timezone.now()), PIN, by=by, at=timezone.now())
    elsewhere = forging.signed_anew(opened.signer, paper())
    assert world.client("hac").post(f"/dossiers/{dossier.uuid}/result/", {"file": upload(elsewhere)}).status_code == 302
    assert 'name="pin"' not in muon.get(f"/dossiers/{dossier.uuid}/do/decide/").content.decode()
    desk = world.client("hac").get(f"/dossiers/{dossier.uuid}/").content.decode()
    assert account.called in desk
    step(muon, dossier, "decide")
    assert not Signed.objects.exists()


def test_many_are_signed_with_one_pin(world, muon):
    dossiers = [waiting(world) for _time in range(3)]
    page = muon.get("/dossiers/to-sign/").content.decode()
    assert all(dossier.case.ref in page for dossier in dossiers)
    told = {"chosen": [str(dossier.uuid) for dossier in dossiers], "pin": "000000"}
    assert muon.post("/dossiers/to-sign/", told).status_code == 400
    assert muon.post("/dossiers/to-sign/", {"pin": PIN}).status_code == 400
    sent = muon.post("/dossiers/to-sign/", told | {"pin": PIN})
    assert sent.status_code == 302
    batch, account = Batch.objects.get(), world.account("muon")
    assert muon.get(sent.headers["Location"]).status_code == 200
    by = Actor(account=account.pk, person=account.person_id)
    opened = keys.open_key(batch.key, PIN, by=by, at=timezone.now())
    run_batch(batch, opened, by=by)
    assert {now(dossier).case.state for dossier in dossiers} == {"decided"}
    assert Signed.objects.count() == len(dossiers)
    assert world.client("hac").get(sent.headers["Location"]).status_code == 404
    assert world.client("hac").get("/dossiers/to-sign/").status_code == 403


@pytest.mark.promise("P13")
def test_a_result_is_revoked_by_the_head_and_everyone_reads_why(world, muon):
    dossier = waiting(world)
    assert muon.post(f"/dossiers/{dossier.uuid}/result/revoke/", {"reason": "x"}).status_code == 400
    step(muon, dossier, "decide", pin=PIN)
    assert world.client("hac").post(f"/dossiers/{dossier.uuid}/result/revoke/", {"reason": "x"}).status_code == 403
    assert muon.post(f"/dossiers/{dossier.uuid}/result/revoke/", {"reason": ""}).status_code == 400
    assert muon.post(f"/dossiers/{dossier.uuid}/result/revoke/", {"reason": "Cấp nhầm người"}).status_code == 302
    signed = result_of(now(dossier))
    assert signed is not None
    assert signed.standing == Standing.REVOKED
    assert "Cấp nhầm người" in Client().get(f"/check/{signed.code}/").content.decode()
    assert "Cấp nhầm người" in muon.get(f"/dossiers/{dossier.uuid}/").content.decode()


def test_a_program_decides_with_a_pin_too(world, muon):
    dossier = waiting(world)
    token = world.token("muon", "handle_cases")
    call = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}}
    address = f"/api/procedures/dossiers/{dossier.uuid}/actions/decide"
    assert Client().post(address, {"pin": "000000"}, **call).status_code == 409
    answer = Client().post(address, {"pin": PIN}, **call)
    assert answer.status_code == 200, answer.content
    assert result_of(now(dossier)) is not None


def test_a_result_waits_for_its_time_stamp_where_the_setting_wants_it(world, muon, settings):
    settings.SIGNING_WITHOUT_TIME = False
    dossier = waiting(world)
    step(muon, dossier, "decide", pin=PIN)
    held = world.client("hac").post(f"/dossiers/{dossier.uuid}/do/release/", {"how": "online"})
    assert held.status_code == 400
    signing.complete_signed(at=timezone.now())
    step(world.client("hac"), dossier, "release", how="online")


def test_form_01_carries_a_receipt_that_is_verified_without_a_network(world):
    dossier = file_birth(world.client("my"), world)
    step(world.client("hac"), dossier, "accept")
    dossier = now(dossier)
    proof = proof_of(dossier)
    said = believe_receipt(proof)
    assert (said.ref, said.digest) == (dossier.case.ref.upper(), accepted(dossier))
    assert said.at == dossier.case.received_at.replace(microsecond=0)
    form = world.client("my").get(f"/dossiers/{dossier.uuid}/forms/01/")
    assert form.status_code == 200
    assert "chứng minh hồ sơ đã được nhận" in text_of(form.content)
