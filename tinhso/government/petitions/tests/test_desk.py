"""The officer's desk through its doors: read, answered, forwarded, split, shown; what may name somebody is marked."""

import unicodedata

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.models import Account
from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions.reading import looks_at
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.domain.marks import Doubt, pieces
from tinhso.government.petitions.domain.words import FileKind
from tinhso.government.petitions.models import Note, Petition, Publication
from tinhso.government.petitions.tests.stories import ANSWERED, answered, head_of, owner_of, scan, send
from tinhso.kit.actors import Actor


def browser(world, actor: Actor) -> Client:
    """A browser in which somebody is signed in whom no test names."""
    client = world.client("")
    session = client.session
    open_session(session, Account.objects.get(pk=actor.account), device_name="test", at=timezone.now())
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def press(client, petition: Petition, action: str, **told: object):
    answer = client.post(f"/petitions/{petition.uuid}/do/{action}/", told)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def test_where_somebody_pointed_is_a_pin_on_the_commune(world):
    home = world.person("my").home.parent
    for point, drawn in (((home.lat, home.lon), True), (None, False)):
        petition = send(world, point=point)
        desk = browser(world, owner_of(petition)).get(f"/petitions/{petition.uuid}/desk/")
        assert ('<g class="spot">' in desk.content.decode()) is drawn


@pytest.mark.promise("P18")
def test_the_officer_reads_it_and_she_sees_who_read_it(world):
    petition = send(world, brought=[Brought(kind=FileKind.PHOTO, upload=scan())])
    client = world.client("hac")
    Case.objects.filter(pk=petition.case_id).update(agency=world.account("hac").posts.get().organisation)
    before = len(looks_at(world.person("my")))
    text = client.get(f"/petitions/case/{petition.case.uuid}/", follow=True).content.decode()

    assert petition.words in text
    assert "/preview/" in text
    client.get(f"/petitions/{petition.uuid}/desk/")
    looks = looks_at(world.person("my"))
    assert len(looks) == before + 1
    assert looks[0].case == petition.ref
    assert world.client("hac_elsewhere").get(f"/petitions/{petition.uuid}/desk/").status_code == 404


def test_from_the_desk_to_the_answer_with_a_paper_and_to_all(world):
    petition = send(world, words="Gọi chị Mỷ số 0950 000 001 nhé, cầu gãy.")
    client = world.client("hac")
    Case.objects.filter(pk=petition.case_id).update(agency=world.account("hac").posts.get().organisation)
    press(client, petition, "take_in")
    paper = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 broken", content_type="application/pdf")
    refused = client.post(f"/petitions/{petition.uuid}/do/propose_answer/", {"words": ANSWERED, "paper": paper})
    assert refused.status_code == 400
    assert ANSWERED in refused.content.decode()
    press(client, petition, "propose_answer", words=ANSWERED, paper=scan("anh-sau-khi-sua.jpg"))
    head = browser(world, head_of(petition))
    assert ANSWERED in head.get(f"/petitions/{petition.uuid}/do/answer/").content.decode()
    press(head, petition, "answer", words=ANSWERED)
    text = client.get(f"/petitions/{petition.uuid}/do/publish/").content.decode()
    assert "<mark>0950 000 001" in text
    press(client, petition, "publish", words="Cầu gãy.", answer=ANSWERED)

    assert Publication.objects.get(petition=petition).words == "Cầu gãy."
    assert Case.objects.get(pk=petition.case_id).outcome == "answered"


def test_forwarded_split_noted_and_begun_from_words_of_the_office(world):
    petition = send(world)
    client, office = world.client("hac"), world.account("hac").posts.get().organisation
    Case.objects.filter(pk=petition.case_id).update(agency=office)
    client.post("/petitions/templates/", {"kind": "more", "title": "Ở đâu", "words": "Xin cho biết chỗ nào."})
    template = office.petition_templates.get(title="Ở đâu")
    assert (
        "Xin cho biết"
        in client.get(f"/petitions/{petition.uuid}/do/ask_more/?template={template.uuid}").content.decode()
    )
    client.post(f"/petitions/{petition.uuid}/note/", {"words": "Hỏi trưởng bản."})
    assert Note.objects.get(petition=petition).words == "Hỏi trưởng bản."
    client.post(f"/petitions/{petition.uuid}/split/", {"topic": "school.building", "words": "Bàn ghế gãy."})
    assert petition.parts.get().topic.code == "school.building"
    to = Organisation.objects.get(folded__startswith="phong kinh te", place=petition.case.place)
    client.post(f"/petitions/{petition.uuid}/forward/", {"office": str(to.uuid), "reason": "Việc của phòng."})
    assert Case.objects.get(pk=petition.case_id).agency == to
    assert client.post(f"/petitions/templates/{template.uuid}/retire/").status_code == 302


def test_the_inbox_takes_in_several_at_once(world):
    petition = send(world)
    client = browser(world, owner_of(petition))
    client.post("/cases/together/", {"do": "do:take_in", "case": [str(petition.case.uuid)]})
    assert Case.objects.get(pk=petition.case_id).state == "handling"


def test_a_step_of_the_machine_and_one_that_is_none_are_not_found(world):
    petition = answered(send(world), at=timezone.now())
    client = world.client("hac")
    Case.objects.filter(pk=petition.case_id).update(agency=world.account("hac").posts.get().organisation)
    for action in ("settle", "take_in", "nonsense"):
        assert client.get(f"/petitions/{petition.uuid}/do/{action}/").status_code == 404


def test_numbers_addresses_and_her_name_are_marked(world):
    found = pieces("Chị Mỷ, 0950.000.001, CCCD 014198000123, thu@xa.vn, km 300.", ["Mỷ", "Giàng Thị Mỷ"])
    assert [piece.doubt for piece in found if piece.doubt] == [Doubt.NAME, Doubt.PHONE, Doubt.IDENTITY, Doubt.MAIL]
    assert "km 300." in found[-1].text


@given(
    st.text(alphabet="0123456789 .-abcĐỷ@+", max_size=60),
    st.lists(st.sampled_from(["abc", "Đỷ", "a.", "c c", "0"]), max_size=3),
)
def test_pieces_together_are_the_text(text, names):
    assert "".join(piece.text for piece in pieces(text, names)) == unicodedata.normalize("NFC", text)
