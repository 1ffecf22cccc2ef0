"""Thoa works with ODK Collect: she scans its settings, fetches the forms, fills them without signal and sends."""

import html
import re
from base64 import b64encode
from datetime import timedelta
from hashlib import md5

import pytest
from django.test import Client
from django.utils import timezone
from pyxform.xform2json import create_survey_element_from_xml

from tests.collect import FORMS, Collect
from tinhso.core.accounts.models import Account
from tinhso.core.files.tests.samples import ogg, photo
from tinhso.core.openrosa.actions.handsets import admit_handset
from tinhso.core.openrosa.actions.media import AT_ONCE
from tinhso.core.openrosa.actions.offering import offered
from tinhso.core.openrosa.actions.settling import forget_old
from tinhso.core.openrosa.domain.protocol import settings_code
from tinhso.core.openrosa.models import Attachment, Handset, Submission
from tinhso.core.openrosa.reactions import person_forgotten
from tinhso.core.speech.clients import speaker
from tinhso.events.models import Entry
from tinhso.events.reactions import Delivered
from tinhso.government.petitions.models import Petition
from tinhso.society.teams.actions.members import remove_member
from tinhso.society.teams.models import Activity
from tinhso.society.teams.tests.stories import member_of, who

pytestmark = pytest.mark.django_db
SERVER = "http://testserver/openrosa"
VISIT, REPORT = "teams-visit", "petitions-report"
WENT = {"when": "0", "helped": "papers payment", "people": "3", "taught": "1", "language": "thai"}


@pytest.fixture
def thoa(world):
    return member_of(world, "thoa")


@pytest.fixture
def collect(world, thoa):
    return phone(world)


def phone(world) -> Collect:
    made, password = admit_handset("Máy của Thoa", by=who(world, "thoa"), at=timezone.now())
    return Collect(settings_code(SERVER, made.username, password))


def mine() -> list[Submission]:
    return list(Submission.objects.filter(handset__title="Máy của Thoa").order_by("pk"))


@pytest.mark.promise("P07")
def test_a_visit_of_yesterday_is_written_down_once_however_often_and_from_whatever_phone(world, collect):
    before = Activity.objects.count()
    filled = collect.blank(VISIT).filled(**WENT, end=timezone.now() - timedelta(days=1))
    answers = [one.send(filled) for one in (collect, collect, phone(world))]
    assert [answer.status for answer in answers] == [201] * 3
    one = Activity.objects.order_by("pk").last()
    assert Activity.objects.count() == before + 1
    assert (one.people, one.taught, one.language) == (3, 1, "thai")
    assert one.on == timezone.localdate() - timedelta(days=1)
    assert dict(one.given.values_list("help", "people")) == {"papers": 3, "payment": 3}
    (kept,) = mine()
    assert (kept.state, bytes(kept.xml)) == ("accepted", b"")
    assert f"TQ-{one.pk}" == kept.ref
    assert kept.ref in answers[0].message


@pytest.mark.promise("P07")
def test_a_broken_bridge_with_photo_voice_and_point_comes_in_three_posts_and_counts_when_all_is_there(world, collect):
    before = Petition.objects.count()
    blank = collect.blank(REPORT)
    files = {"1763790000.jpg": photo(640), "1763790001.ogg": ogg(seconds=5)}
    filled = blank.filled(
        topic="roads.bridge", photo_1="1763790000.jpg", voice="1763790001.ogg", words="Cầu gãy\nhai nhịp",
        point="21.3270 103.9141 600.0 4.5", may_show="OK",
    )  # fmt: skip
    address = f"{SERVER}/submission"
    first = collect.post(address, filled, list(files.items())[:1], more=True)
    assert (first.status, Petition.objects.count()) == (201, before)
    assert collect.send(filled, files, posts=2).status == 201
    made = Petition.objects.latest("pk")
    assert Petition.objects.count() == before + 1
    assert (made.topic.code, made.may_show, made.words) == ("roads.bridge", True, "Cầu gãy\r\nhai nhịp")
    assert (round(made.lat, 3), round(made.lon, 3)) == (21.327, 103.914)
    assert made.case.applicant_id == world.person("thoa").uuid
    assert made.files.count() == 2
    assert not Attachment.objects.exists()
    assert collect.send(filled, files).status == 201
    assert Petition.objects.count() == before + 1


def test_what_is_refused_stays_on_the_phone_and_is_shown_with_why_until_somebody_decides(world, collect):
    blank = collect.blank(VISIT)
    empty, long_ago = blank.filled(when="0"), blank.filled(**WENT | {"when": "earlier"}, on="2020-01-01")
    answers = [collect.send(empty), collect.send(empty), collect.send(long_ago)]
    assert [answer.sent for answer in answers] == [False] * 3
    assert len(mine()) == 2
    told = Entry.objects.filter(name="openrosa.SubmissionRefused", about__in=[str(one.uuid) for one in mine()])
    assert told.count() == 2
    client = world.client("thoa")
    listed = client.get("/field/collect/").content.decode()
    for one in mine():
        shown = client.get(f"/field/collect/{one.uuid}/").content.decode()
        (reason,) = one.reasons
        assert html.escape(reason["said"]) in listed
        assert html.escape(reason["said"]) in shown
    assert mine()[0].reasons[0]["said"] in answers[0].message
    of_2020 = next(one for one in mine() if b"2020-01-01" in bytes(one.xml))
    assert "2020-01-01" in client.get(f"/field/collect/{of_2020.uuid}/").content.decode()
    assert client.post(f"/field/collect/{of_2020.uuid}/again/").status_code == 302
    assert Submission.objects.get(pk=of_2020.pk).state == "refused"
    assert world.client("hac").post(f"/field/collect/{of_2020.uuid}/away/").status_code == 404
    client.post(f"/field/collect/{of_2020.uuid}/away/")
    assert collect.send(long_ago).sent
    assert not collect.send(empty).sent


def test_who_left_the_team_is_told_so_and_taken_in_when_back(world, collect, thoa):
    filled, before = collect.blank(VISIT).filled(**WENT), Activity.objects.count()
    remove_member(thoa, by=who(world, "hac"), at=timezone.now())
    assert VISIT not in collect.forms()
    assert collect.send(filled).status == 400
    member_of(world, "thoa", team=thoa.team)
    (kept,) = mine()
    assert world.client("hac").post(f"/field/collect/{kept.uuid}/again/").status_code == 404
    world.client("chu").post(f"/field/collect/{kept.uuid}/again/")
    assert Submission.objects.get(pk=kept.pk).state == "accepted"
    assert collect.send(filled).status == 201
    assert Activity.objects.count() == before + 1


def test_a_file_that_never_comes_is_asked_for_and_a_wrong_one_is_refused_by_the_forms_own_rules(collect):
    filled = collect.blank(VISIT).filled(**WENT, photo="1763790000.jpg")
    answer = collect.send(filled)
    assert (answer.status, "1763790000.jpg" in answer.message) == (400, True)
    assert collect.send(filled, {"1763790000.jpg": b"<svg onload=alert(1)>"}).status == 400
    assert collect.send(filled, {"1763790000.jpg": photo()}).status == 201


def test_without_its_password_a_phone_gets_nothing_and_a_taken_back_one_neither(world, collect):
    known = collect.forms()
    for address in (f"{SERVER}/formList", known[VISIT]["downloadUrl"], known[VISIT]["manifestUrl"]):
        asked = world.client("thoa").get(address.removeprefix("http://testserver"))
        assert (asked.status_code, asked.headers["WWW-Authenticate"][:6]) == (401, "Basic ")
    other = phone(world)
    right, other.password = other.password, "a" * 20
    assert [other.ask("GET", f"{SERVER}/formList").status_code for _try in range(7)] == [401] * 5 + [429] * 2
    other.password = right
    assert VISIT in other.forms()
    handset = Handset.objects.get(username=collect.name)
    assert collect.password not in str(vars(handset))
    assert world.client("hac").post(f"/field/collect/phones/{handset.uuid}/revoke/").status_code == 404
    world.client("thoa").post(f"/field/collect/phones/{handset.uuid}/revoke/")
    assert collect.ask("GET", f"{SERVER}/formList").status_code == 401
    assert VISIT in other.forms()


@pytest.mark.parametrize("shown", ["", "Basic", "Basic !!", "Bearer x", "Basic " + b64encode(b"\xff:x").decode(),
                                   "Basic " + b64encode(b"noname").decode()])  # fmt: skip
def test_any_other_authorization_is_asked_for_anew(shown):
    answer = Client().get("/openrosa/formList", headers={"Authorization": shown})
    assert answer.status_code == 401


def test_who_is_no_helper_any_more_is_turned_away(world, collect):
    account = Account.objects.get(pk=world.account("thoa").pk)
    account.posts.update(ends_at=timezone.now())
    Account.objects.filter(pk=account.pk).update(version=account.version + 1)
    assert collect.ask("GET", f"{SERVER}/formList").status_code == 403


def test_the_code_on_the_page_is_shown_once_and_lets_the_phone_in(world, thoa):
    client = world.client("thoa")
    shown = client.post("/field/collect/new/", {"title": "Máy mới"})
    told = [html.unescape(one) for one in re.findall(r"<dd>([^<]+)</dd>", shown.content.decode())]
    assert told[0] == SERVER
    collect = Collect(settings_code(*told))
    assert {VISIT, REPORT} <= set(collect.forms())
    assert told[2] not in client.get("/field/collect/").content.decode()
    assert shown.headers["Cache-Control"] == "no-store, private"
    for _more in range(4):
        client.post("/field/collect/new/", {"title": "Máy khác"})
    assert client.post("/field/collect/new/", {"title": "Máy thứ sáu"}).status_code == 400
    assert world.client("hac").get("/field/collect/new/").status_code == 403


def test_every_form_is_an_xform_as_the_standard_says(collect):
    listed = collect.forms()
    assert set(listed) == set(offered())
    for form, told in listed.items():
        blank = collect.blank(form)
        assert (blank.instance.get("id"), blank.instance.get("version")) == (form, told["version"])
        assert create_survey_element_from_xml(blank.content.decode()).id_string == form
        names = [one.tag.rpartition("}")[2] for one in blank.instance]
        refs = {one.get("ref") for one in blank.root.iter() if one.get("ref", "").startswith("/data/")}
        assert refs <= {f"/data/{name}" for name in names}
        assert blank.root.find(f".//{FORMS}meta/{FORMS}instanceID") is not None
        languages = [one.get("lang") for one in blank.root.iter(f"{FORMS}translation")]
        assert [name[-4:] for name in languages] == ["(vi)", "(en)", "(id)"]
        counted = {language: len(blank.labels(language)) for language in languages}
        assert len(set(counted.values())) == 1
        assert not any(text is None or not text.strip() for one in languages for text in blank.labels(one))


def test_the_form_on_the_phone_asks_what_the_page_asks_with_its_limits(collect):
    blank = collect.blank(VISIT)
    binds = blank.binds()
    assert sorted(binds["people"]["constraint"].split(" and ")) == [". <= 2000", ". >= 0"]
    assert binds["on"]["relevant"].split() == ["/data/when", "=", "'earlier'"]
    assert binds["photo"]["type"] == "binary"
    assert blank.choices("when") == ["0", "1", "earlier"]
    assert "By what did you help?" in blank.labels("English (en)")
    again = collect.forms()[VISIT]
    assert again["version"] == blank.instance.get("version")


def test_pictures_and_voices_of_a_form_come_with_the_hashes_of_the_manifest(collect, settings, tmp_path):
    settings.VAR = tmp_path
    told = collect.media(REPORT)
    referred = set(re.findall(rb"jr://(?:images|audio)/([^<]+)", collect.blank(REPORT).content))
    assert {name.encode() for name in told} <= referred
    assert "bridge.png" in told
    for name in ("bridge.png", *(one for one in told if one.endswith(".ogg"))):
        content = collect.ask("GET", told[name][1]).content
        assert told[name][0] == f"md5:{md5(content, usedforsecurity=False).hexdigest()}"
        assert content.startswith(b"OggS" if name.endswith(".ogg") else b"\x89PNG")
    assert collect.ask("GET", told["bridge.png"][1].replace("bridge", "horse")).status_code == 404
    if speaker():
        heard = [sum(one.endswith(".ogg") for one in collect.media(REPORT)) for _again in range(2)]
        assert heard == [2 * AT_ONCE, 3 * AT_ONCE]


def test_a_form_of_another_house_or_with_a_strange_question_waits_for_a_person(collect):
    blank = collect.blank(VISIT)
    filled = blank.filled(**WENT)
    version = blank.instance.get("version").encode()
    forged = filled.replace(version, b"0123456789.0123456789")
    strange = blank.filled(**WENT).replace(b"<when>", b"<csrfmiddlewaretoken>x</csrfmiddlewaretoken><when>")
    assert [collect.send(one).status for one in (forged, strange)] == [400, 400]
    other = filled.replace(b"<people>3", b"<people>4")
    assert [collect.send(one).status for one in (filled, other, filled)] == [201, 400, 201]


def test_what_nobody_decides_over_is_put_away_and_emptied_in_time(collect, settings):
    collect.send(b"<data/>")
    collect.send(collect.blank(VISIT).filled(when="0"), {})
    settings.ODK_KEPT_DAYS = 30
    now = timezone.now()
    for day in (29, 31, 62):
        forget_old(at=now + timedelta(days=day))
    assert {(one.state, bytes(one.xml)) for one in mine()} == {("away", b"")}


def test_when_its_member_is_forgotten_nothing_of_what_waited_is_left(world, collect):
    collect.send(collect.blank(VISIT).filled(when="0", words="Nhà chị Mỷ"))
    collect.send(collect.blank(VISIT).filled(**WENT, photo="1763790000.jpg"), {"1763790000.jpg": b"no photo"})
    told = Delivered(seq=1, name="people.PersonForgotten", version=1, data={}, about_kind="",
                     about=str(world.person("thoa").uuid), place=None, at=timezone.now())  # fmt: skip
    for _time in range(2):
        person_forgotten(told)
    sent = Submission.objects.filter(handset__username=collect.name)
    assert {(one.state, bytes(one.xml), one.device) for one in sent} == {("away", b"", "")}
    assert not Handset.objects.filter(account=world.account("thoa")).exclude(title="").exists()
    assert not Attachment.objects.exists()
    assert collect.ask("GET", f"{SERVER}/formList").status_code == 401


def test_the_engineer_sees_how_much_came_and_why_not_but_nobodys_words(world, collect):
    collect.send(collect.blank(VISIT).filled(when="0", words="Nhà chị Mỷ"))
    shown = world.client("chu").get("/field/collect/all/").content.decode()
    (kept,) = mine()
    assert html.escape(kept.reasons[0]["said"]) in shown
    assert "chị Mỷ" not in shown
    assert world.client("chu").get(f"/field/collect/{kept.uuid}/").status_code in (403, 404)
    assert world.client("hac").get("/field/collect/all/").status_code == 403
