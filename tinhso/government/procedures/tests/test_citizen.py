"""A citizen files on line, one question a screen, follows it, answers, gets it and says how it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.cases.models import Case
from tinhso.events.models import Entry
from tinhso.government.procedures.models import Dossier, Draft, Kept
from tinhso.government.procedures.tests.stories import ANSWERS, BIRTH, begin, file_birth, fill_in, now, scan, step

pytestmark = pytest.mark.django_db


def test_a_mother_files_a_birth_registration_on_her_phone(world):
    client = world.client("my")
    draft = begin(client, world)
    asked = fill_in(client, world, draft)
    assert asked[0].startswith("known_")
    assert "father_full_name" not in asked
    assert "marriage_cert_no" not in asked
    assert "known_mother" in asked
    assert "mother_full_name" not in asked, "nobody says twice who they are"

    looked = client.get(f"{draft}review/").content.decode()
    assert "Giấy chứng sinh" in looked
    assert "check-fat" not in looked, "no tick before it is sent"
    assert client.post(f"{draft}review/").status_code == 200
    assert not Dossier.objects.filter(draft__isnull=False).exists()

    assert client.post(f"{draft}papers/birth_notice/", {"file": scan()}).status_code == 302
    sent = client.post(f"{draft}review/")
    receipt = client.get(sent.headers["Location"]).content.decode()
    dossier = Dossier.objects.get(draft__isnull=False)
    assert dossier.case.ref in receipt
    assert "data:image/svg" in receipt
    assert dossier.door == "own"
    assert dossier.papers.get().listed == "birth_notice"
    assert Entry.objects.filter(about=str(dossier.case.uuid)).count() == 1


def test_who_said_they_were_the_mother_and_is_the_grandmother_is_not_kept_as_the_mother(world):
    client = world.client("my")
    draft = begin(client, world)
    for relation, mother in (("mother", "Giàng Thị Mỷ"), ("grandparent", None), ("mother", "Giàng Thị Mỷ")):
        client.post(f"{draft}ask/req_relation/", {"req_relation": relation})
        row = Draft.objects.get(procedure__slug=BIRTH, dossier=None)
        assert row.answers.get("mother_full_name") == mother
        assert ("mother_full_name" in row.known) is (mother is not None)

    corrected = {key: told for key, told in ANSWERS.items() if key.startswith("mother_")}
    corrected |= {"mother_residence": "Bản Ten", "mother_personal_id": world.person("my").number.digits}
    assert client.post(f"{draft}ask/known_mother/", corrected).status_code == 302
    client.post(f"{draft}ask/child_full_name/", {"child_full_name": "Giàng A Páo"})
    kept = Draft.objects.get(procedure__slug=BIRTH, dossier=None).answers
    assert kept["mother_residence"] == "Bản Ten", "what was put right stays"


def test_a_father_who_comes_is_not_asked_whether_the_father_is_known(world):
    client = world.client("hac")
    draft = begin(client, world)
    client.post(f"{draft}ask/req_relation/", {"req_relation": "father"})
    row = Draft.objects.get(procedure__slug=BIRTH, dossier=None)
    assert row.answers["father_known"] is True
    assert row.answers["father_full_name"] == "Cầm Văn Hặc"
    client.post(f"{draft}ask/req_relation/", {"req_relation": "grandparent"})
    row.refresh_from_db()
    assert not {"father_known", "father_full_name"} & row.answers.keys()


def test_an_answer_to_a_question_that_is_asked_no_more_is_not_filed(world):
    client = world.client("my")
    draft = begin(client, world)
    client.post(f"{draft}ask/father_known/", {"father_known": "yes"})
    client.post(f"{draft}ask/father_full_name/", {"father_full_name": "Giàng A Dế"})
    assert "Giàng A Dế" in str(Draft.objects.get(procedure__slug=BIRTH, dossier=None).answers)
    fill_in(client, world, draft)
    client.post(f"{draft}papers/birth_notice/", {"file": scan()})
    assert client.post(f"{draft}review/").status_code == 302
    values = Dossier.objects.get(draft__isnull=False).case.values
    assert values["mother_full_name"] == "Giàng Thị Mỷ"
    assert "father_full_name" not in values


def test_the_same_form_sent_three_times_is_one_dossier(world):
    client = world.client("my")
    draft = begin(client, world)
    fill_in(client, world, draft)
    client.post(f"{draft}papers/birth_notice/", {"file": scan()})
    before = Case.objects.count()
    ways = {client.post(f"{draft}review/").headers["Location"] for _time in range(3)}
    assert len(ways) == 1
    assert Case.objects.count() == before + 1


def test_what_is_typed_is_kept_and_identity_numbers_are_sealed(world):
    client = world.client("my")
    draft = begin(client, world)
    kept = client.post(f"{draft}keep/child_full_name/", {"child_full_name": "Giàng A Páo"})
    assert kept.status_code == 204
    row = Draft.objects.get(procedure__slug=BIRTH, dossier=None)
    assert row.answers["child_full_name"] == "Giàng A Páo"
    number = world.person("my").number.digits
    assert number not in str(row.answers)
    assert number.encode() not in bytes(row.sealed)
    assert begin(client, world) == draft, "whoever has begun goes on with that"


def test_a_draft_of_someone_else_is_none(world):
    draft = begin(world.client("my"), world)
    for name in ("thoa", "hac", "panh"):
        assert world.client(name).get(draft).status_code in (403, 404)


def test_a_helper_files_for_a_grandmother(world):
    client = world.client("thoa")
    mandate = world.account("thoa").mandates.get(person=world.person("la"))
    client.post(reverse("act_for"), {"mandate": str(mandate.uuid)})
    draft = begin(client, world, "xac-nhan-tinh-trang-hon-nhan")
    row = Draft.objects.get(uuid=draft.split("/")[3])
    assert (row.door, row.person_id) == ("helper", world.person("la").uuid)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("to.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 400),
        ("to.exe", b"MZ" + b"0" * 400),
        ("to.pdf", b"%PDF-1.7\n" + b"0" * 400),
        ("to.jpg", b""),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused_at_its_field(world, name, body):
    client = world.client("my")
    draft = begin(client, world)
    refused = client.post(f"{draft}papers/birth_notice/", {"file": SimpleUploadedFile(name, body)})
    assert refused.status_code == 400
    assert not Draft.objects.get(uuid=draft.split("/")[3]).papers.exists()


def test_the_whole_way_from_filing_to_a_rating(world):
    my, hac, muon, visitor = (world.client(name) for name in ("my", "hac", "muon", ""))
    dossier = file_birth(my, world)
    page = f"/track/{dossier.case.ref}/{token(dossier.case)}/"
    step(hac, dossier, "accept")
    step(hac, dossier, "process")
    step(hac, dossier, "ask_supplement", reason="Ảnh giấy chứng sinh bị mờ, chị chụp lại.", papers="birth_notice")
    asked = visitor.get(page).content.decode()
    assert "Ảnh giấy chứng sinh bị mờ" in asked
    assert "Giàng Thị Mỷ" not in asked

    assert visitor.post(f"{page}supplement/", {"birth_notice": scan("moi.jpg")}).status_code == 302
    assert now(dossier).case.state == "processing"
    assert dossier.papers.filter(replaced_at=None).count() == 1
    step(hac, dossier, "submit")
    step(muon, dossier, "decide")
    step(hac, dossier, "release", how="post")
    told = visitor.get(page).content.decode()
    for sentence in ("Xã đã nhận hồ sơ", "Xã đề nghị bổ sung giấy tờ", "Người nộp đã bổ sung", "Đã trả kết quả"):
        assert sentence in told
    assert visitor.post(f"{page}rate/", {"faces": "5", "words": ""}).status_code == 302
    assert now(dossier).rating.faces == 5
    assert visitor.post(f"{page}rate/", {"faces": "1"}).status_code == 400, "once only"


def test_what_was_digitised_once_is_not_asked_again(world):
    hac = world.client("hac")
    my = world.person("my")
    dossier = file_birth(world.client("my"), world)
    step(hac, dossier, "accept")
    paper = dossier.papers.create(listed="birth_notice", brought="original", brought_at=dossier.case.opened_at)
    assert hac.post(f"/dossiers/papers/{paper.uuid}/digitise/", {"file": scan("goc.jpg")}).status_code == 302
    kept = Kept.objects.of_person(my.uuid).get(sort="birth_notice")
    client = world.client("my")
    draft = begin(client, world)
    offered = client.get(f"{draft}papers/birth_notice/").content.decode()
    assert f"/reuse/{kept.uuid}/" in offered
    client.post(f"{draft}papers/birth_notice/reuse/{kept.uuid}/")
    assert Draft.objects.get(uuid=draft.split("/")[3]).papers.get().brought == "reused"


def test_the_nine_digits_open_it_and_nothing_else_does(world):
    dossier = file_birth(world.client("my"), world)
    visitor = world.client("")
    right = visitor.post("/track/", {"code": dossier.case.ref, "secret": secret(dossier.case)})
    assert right.headers["Location"] == f"/track/{dossier.case.ref}/{token(dossier.case)}/"
    wrong = "0" * 9 if secret(dossier.case) != "0" * 9 else "1" * 9
    known = visitor.post("/track/", {"code": dossier.case.ref, "secret": wrong})
    unknown = visitor.post("/track/", {"code": f"{dossier.case.ref[:-4]}9999", "secret": wrong})
    assert (known.status_code, len(known.content)) == (unknown.status_code, len(unknown.content))
    for _time in range(4):
        visitor.post("/track/", {"code": dossier.case.ref, "secret": wrong})
    limited = visitor.post("/track/", {"code": dossier.case.ref, "secret": secret(dossier.case)})
    assert limited.status_code == 429
    assert visitor.get(f"/track/{dossier.case.ref}/{token(dossier.case)}/").status_code == 200


def test_the_clock_starts_when_the_commune_takes_it_in(world):
    dossier = file_birth(world.client("my"), world)
    assert dossier.case.received_at is None
    page = f"/track/{dossier.case.ref}/{token(dossier.case)}/"
    sent = world.client("").get(page).content.decode()
    assert "Dự kiến có kết quả" in sent
    assert "Hạn trả tính từ lúc xã tiếp nhận." in sent
    step(world.client("hac"), dossier, "accept")
    case = now(dossier).case
    assert case.received_at == case.changed_at > case.opened_at
    taken_in = world.client("").get(page).content.decode()
    assert "Dự kiến" not in taken_in
    assert "Hạn trả tính từ" not in taken_in


def test_tracking_asks_little_and_the_same_for_what_is_no_code(world, django_assert_num_queries):
    dossier = file_birth(world.client("my"), world)
    code, key = dossier.case.ref, token(dossier.case)
    visitor = world.client("")
    visitor.get(f"/track/{code}/{key}/")
    with django_assert_num_queries(4):
        assert visitor.get(f"/track/{code}/{key}/").status_code == 200
    with django_assert_num_queries(1):
        assert visitor.get(f"/track/{code}/{'a' * 16}/").status_code == 404
    with django_assert_num_queries(1):
        assert visitor.get(f"/track/{code[:-4]}9999/{key}/").status_code == 404


def test_letters_are_named_in_the_language_of_whoever_reads(world):
    dossier, hac, visitor = file_birth(world.client("my"), world), world.client("hac"), world.client("")
    step(hac, dossier, "accept")
    step(hac, dossier, "ask_supplement", reason="Ảnh bị mờ, chị chụp lại.", papers="birth_notice")
    page = f"/track/{dossier.case.ref}/{token(dossier.case)}/"
    assert "Xã đề nghị bổ sung</b>" in visitor.get(page).content.decode()
    visitor.cookies["lang"] = "id"
    assert "Komune meminta tambahan</b>" in visitor.get(page).content.decode()
