"""Thoa files for grandmother Lả, who cannot read and has no telephone: one post with her consent, then nothing more."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.accounts.models import Consent, Mandate
from tinhso.core.cases.actions.slips import secret
from tinhso.core.files.models import File
from tinhso.core.files.tests import samples
from tinhso.core.notices.models import Notice
from tinhso.core.outbox.domain import content_digest
from tinhso.core.people.models import Person
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.packing import pack
from tinhso.government.procedures.tests.stories import ANSWERS, BIRTH, scan
from tinhso.government.procedures.tests.test_notifying import told as tell_them
from tinhso.kit.packing import Ask

pytestmark = pytest.mark.django_db
FORM = f"/dossiers/for/{BIRTH}/"


def voice():
    return SimpleUploadedFile("voice.webm", samples.webm(live=True, seconds=3), "audio/webm")


def told(world, **also):
    """What Thoa types and photographs beside Lả: nothing about Lả herself but whom she means. Lả has no telephone, and
    of her birth only the year is known."""
    answers = ANSWERS | {
        "req_relation": "grandparent",
        "phone": "",
        "mother_personal_id": world.person("my").number.digits,
    }
    beside = {"person": str(world.person("la").uuid), "whom_name": "Vàng Thị Lả", "consent_by": "voice",
              "consent_language": "mong", "hand_back": "in_person", "pledge": "on"}  # fmt: skip
    return answers | beside | also


def photos():
    return {"consent_voice": voice(), "file_birth_notice": scan()}


def as_item(fields, files, *, made=timedelta(0), uuid=None):
    """The headers with which a phone sends what it kept so long ago."""
    hashes = [(name, sha256(file.read()).digest()) for name, file in files.items()]
    for file in files.values():
        file.seek(0)
    now, uuid = timezone.now(), uuid or str(uuid4())
    item = {"device": str(uuid4()), "sequence": "1", "sha256": content_digest(fields.items(), hashes).hex(),
            "made": f"{now - made:%Y-%m-%dT%H:%M:%S}.000Z", "sent": f"{now:%Y-%m-%dT%H:%M:%S}.000Z"}  # fmt: skip
    return {"Idempotency-Key": uuid, "Outbox-Item": "; ".join(f"{key}={said}" for key, said in item.items())}


def files_for(world, client, **also):
    fields = told(world, **also)
    answer = client.post(FORM, fields | photos())
    assert answer.status_code == 302, re.findall(r'class="errors.*?</div>', answer.content.decode(), re.DOTALL)
    return Dossier.objects.select_related("case", "mandate__consent").latest("pk"), answer.headers["Location"]


@pytest.mark.promise("P16")
def test_a_grandmother_who_cannot_read_files_without_signal(world):
    thoa, la, uuid = world.client("thoa"), world.person("la"), str(uuid4())
    fields, taken = told(world), photos()
    headers = as_item(fields, taken, made=timedelta(days=2), uuid=uuid)
    first = thoa.post(FORM, fields | taken, headers=headers).json()
    for file in taken.values():
        file.seek(0)
    again = thoa.post(FORM, fields | taken, headers=headers).json()
    assert (first["state"], again["state"], first["receipt"]) == ("accepted", "accepted", again["receipt"])

    dossier = Dossier.objects.select_related("case", "mandate__consent").get(case__ref=first["code"].split()[0])
    assert (dossier.case.applicant_id, dossier.door) == (la.uuid, "helper")
    said = {
        name: dossier.case.values.get(name) for name in ("req_full_name", "req_birth_date", "req_birth_year", "phone")
    }
    assert said == {
        "req_full_name": "Vàng Thị Lả", "req_birth_date": None, "req_birth_year": la.birth_year, "phone": None,
    }  # fmt: skip
    consent = dossier.mandate.consent
    assert (consent.language, consent.ref, dossier.mandate.evidence_kind) == ("mong", dossier.ref, "voice")
    assert abs(timezone.now() - timedelta(days=2) - consent.said_at) < timedelta(minutes=1)
    assert dossier.mandate.used_at

    anyone = world.client("")
    slip = anyone.get(first["url"]).content.decode()
    digits = secret(dossier.case)
    assert f"{digits[:3]} {digits[3:6]} {digits[6:]}" in slip
    follow = anyone.get(re.search(r'href="(/track/[^"]+)">', slip)[1]).content.decode()
    assert 'data-read="' in follow
    assert not re.search("Vàng Thị Lả|Giàng A Páo", slip + follow)
    opened = world.client("hac").get(f"/dossiers/{dossier.uuid}/").content.decode()
    assert "Vàng Thị Lả" in opened


@pytest.mark.promise("P16")
def test_the_helper_sees_nothing_of_hers_before_and_after(world):
    thoa, la = world.client("thoa"), world.person("la")
    before = thoa.get(FORM).content.decode()
    assert not re.search("Vàng Thị Lả|Giàng Thị Mỷ", before)
    dossier, _slip = files_for(world, thoa)
    for address in (f"/dossiers/mine/{dossier.uuid}/", f"/dossiers/mine/{dossier.uuid}/receipt/"):
        assert thoa.get(address).status_code == 404
    assert thoa.get(f"/dossiers/{dossier.uuid}/").status_code in (403, 404)
    assert thoa.get(f"/files/{dossier.mandate.evidence}/").status_code == 404
    assert thoa.post("/acting/", {"mandate": str(dossier.mandate.uuid)}).status_code == 404
    typed = thoa.get(f"/dossiers/typed/{dossier.uuid}/").content.decode()
    assert "Giàng A Páo" in typed
    assert not re.search(f"{la.number.digits[-4:]}|Nơi cư trú của người đi đăng ký", typed)
    assert world.client("panh").get(f"/dossiers/typed/{dossier.uuid}/").status_code == 404


def test_she_is_shown_what_was_typed_and_says_it_is_not_right(world):
    thoa = world.client("thoa")
    dossier, _slip = files_for(world, thoa)
    home = thoa.get("/helping/").content.decode()
    assert f"/dossiers/typed/{dossier.uuid}/" in home
    address = f"/helping/{dossier.mandate.uuid}/heard/"
    assert world.client("panh").post(address, {"right": "yes"}).status_code == 404
    assert thoa.post(address, {"right": "no"}).headers["Location"] == "/report/for/"
    assert Consent.objects.get(mandate=dossier.mandate).right is False
    assert thoa.post(address, {"right": "yes"}).headers["Location"] == "/helping/"
    assert Consent.objects.get(mandate=dossier.mandate).right is True


def test_a_house_without_a_telephone_hears_of_it_by_paper_and_the_helper_hears_nothing(world):
    la, hac = world.person("la"), world.client("hac")
    dossier, _slip = files_for(world, world.client("thoa"))
    tell_them(world, dossier)
    told_of_it = Notice.objects.filter(link__contains=str(dossier.uuid))
    assert [notice.person for notice in told_of_it] == [la.uuid]
    (paper,) = told_of_it.get().deliveries.filter(channel="paper")
    listed = hac.get("/notices/hand-over/").content.decode()
    assert "Vàng Thị Lả" in listed
    assert hac.get(f"/notices/hand-over/{la.home_id}/").headers["Content-Type"] == "application/pdf"
    hac.post(f"/notices/hand-over/{paper.uuid}/handed/")
    paper.refresh_from_db()
    assert paper.state == "delivered"


def test_who_has_an_account_reads_all_that_was_done_for_them(world):
    thoa, my, me = world.client("thoa"), world.client("my"), world.person("my")
    files_for(world, thoa, person=str(me.uuid), whom_name=me.full_name, req_relation="mother")
    mine = my.get("/account/done-for-me/").content.decode()
    address = re.search(r'href="(/dossiers/typed/[^"]+)"', mine)[1]
    whole = my.get(address).content.decode()
    assert "04/07/1998" in whole
    proof = re.search(r'href="(/files/[^"]+)"', mine)[1]
    assert my.get(proof).status_code == 200


@pytest.mark.parametrize(
    ("also", "without", "name"),
    [
        ({}, "consent_voice", "consent_voice"),
        ({}, "file_birth_notice", "file_birth_notice"),
        ({"consent_by": "card", "consent_card": "no", "consent_witness": "Páo"}, "", "consent_card"),
        ({"child_full_name": ""}, "", "child_full_name"),
        ({"whom_name": "Lò Thị Panh"}, "", "whom_name"),
    ],
)
def test_what_is_lacking_is_told_to_the_phone_and_nothing_is_kept(world, also, without, name):
    kept = [table.objects.count() for table in (Dossier, Consent, Mandate, File, Person)]
    fields = told(world, **also)
    taken = {key: file for key, file in photos().items() if key != without}
    answer = world.client("thoa").post(FORM, fields | taken, headers=as_item(fields, taken))
    assert answer.status_code == 400
    assert name in {reason["name"] for reason in answer.json()["reasons"]}, answer.json()
    assert [table.objects.count() for table in (Dossier, Consent, Mandate, File, Person)] == kept


def test_what_was_agreed_to_too_long_ago_is_asked_again(world):
    fields, taken = told(world), photos()
    answer = world.client("thoa").post(FORM, fields | taken, headers=as_item(fields, taken, made=timedelta(days=8)))
    assert [reason["name"] for reason in answer.json()["reasons"]] == ["consent_by"]


def test_whom_the_register_does_not_know_is_entered_as_told(world):
    home = world.person("la").home
    dossier, _slip = files_for(
        world, world.client("thoa"), person="", whom_name="Vàng Thị Chia", whom_born="1951",
        whom_number="014151000017", whom_home=str(home.uuid), req_residence="Bản Pá Chóng, xã Co Mạ",
    )  # fmt: skip
    person = dossier.case.applicant
    assert (person.full_name, person.birth_year, person.home_id) == ("Vàng Thị Chia", 1951, home.pk)


def test_a_member_carries_the_forms_and_finds_them_by_name(world, django_assert_max_num_queries):
    village = world.person("la").home_id
    (part,) = pack(Ask(village=village, rights=world.rights("thoa"), at=timezone.now()))
    assert FORM in part.keeps
    thoa = world.client("thoa")
    thoa.get("/dossiers/for/")
    with django_assert_max_num_queries(20):
        listed = thoa.get("/dossiers/for/").content.decode()
    assert FORM in listed
    assert world.client("my").get(FORM).status_code == 403
    found = thoa.post("/helping/", {"words": "vang thi la"}).content.decode()
    assert f"?person={world.person('la').uuid}" in found
    assert "Vàng Thị Lả" in thoa.get(f"{FORM}?person={world.person('la').uuid}").content.decode()
