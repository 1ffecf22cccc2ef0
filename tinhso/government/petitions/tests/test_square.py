"""What all see: what was reported and done, without anybody's name, on a list, a map, in feeds and other sites."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as Xml

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.files.models import File
from tinhso.core.files.tests.samples import photo
from tinhso.government.petitions.actions import handling, publishing
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.actions.publishing import Looked, NotLookedAt, NotToBeShown, StillNamed
from tinhso.government.petitions.domain.blurring import Part
from tinhso.government.petitions.domain.masking import masked
from tinhso.government.petitions.domain.words import FileKind, State
from tinhso.government.petitions.models import Petition, Publication
from tinhso.government.petitions.tests.stories import owner_of, send, who
from tinhso.kit.refusals import NotYours

pytestmark = pytest.mark.django_db
WORDS = "Cầu treo đầu bản gãy hai tấm ván."
POINT = (21.33, 103.91)


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def with_photo(world, **also) -> Petition:
    picture = SimpleUploadedFile("chi My 0912345678.jpg", photo(400, exif=True), "image/jpeg")
    return send(world, brought=[Brought(kind=FileKind.PHOTO, upload=picture)], **also)


def shown(world, **also) -> Publication:
    petition = send(world, **also)
    handling.take_in(petition, by=owner_of(petition), at=timezone.now())
    return publishing.show_report(petition, words=WORDS, by=owner_of(petition), at=timezone.now())


def test_a_broken_bridge_is_shown_while_it_is_worked_on_and_again_with_its_answer(world):
    visitor, at = world.client(""), timezone.now()
    publication = shown(world)
    page = visitor.get("/reported/?state=open").content.decode()
    assert "Cầu treo đầu bản gãy hai tấm ván." in page
    whole = visitor.get(f"/reported/{publication.uuid}/").content.decode()
    assert not [one for one in (world.person("my").full_name, publication.petition.ref) if one in whole]

    petition = Petition.objects.get(pk=publication.petition_id)
    from tinhso.government.petitions.actions.answering import answer_petition
    from tinhso.government.petitions.tests.stories import head_of

    answer_petition(petition, words="Đã thay ván.", by=head_of(petition), at=at + timedelta(hours=1))
    told = {"words": WORDS, "answer": "Đã thay ván mới."}
    publishing.publish_petition(petition, **told, by=owner_of(petition), at=at + timedelta(hours=2))

    assert Petition.objects.get(pk=petition.pk).case.state == State.PUBLISHED
    assert "Cầu treo đầu bản" not in visitor.get("/reported/?state=open").content.decode()
    assert "Đã thay ván mới." in visitor.get(f"/reported/{publication.uuid}/").content.decode()


def test_who_does_not_want_it_shown_is_heard(world):
    petition = send(world, may_show=False)
    with pytest.raises(NotToBeShown):
        publishing.show_report(petition, words=WORDS, by=owner_of(petition), at=timezone.now())


def test_nobody_shows_what_lies_on_another_desk(world):
    petition = send(world)
    with pytest.raises(NotYours):
        publishing.show_report(petition, words=WORDS, by=who(world, "hac_elsewhere"), at=timezone.now())


@pytest.mark.parametrize(
    "words",
    ["Gọi tôi 0912 345 678 nhé", "Thẻ 014089001234", "Xe 26B1-123.45 chạy ẩu", "viết cho la@vidu.vn", "+84912345678"],
)
def test_a_number_by_which_a_person_is_found_is_never_shown(world, words):
    petition = send(world)
    with pytest.raises(StillNamed):
        publishing.show_report(petition, words=words, by=owner_of(petition), at=timezone.now())
    assert "…" in masked(words)


@pytest.mark.parametrize("words", ["Km 300 quốc lộ 6, lún 2,5 m", "Ngày 20/11/2026 mất điện 3 giờ", "8.000 đ một cân"])
def test_ordinary_numbers_stay(words):
    assert masked(words) == words


@pytest.mark.promise("P20")
def test_no_picture_becomes_public_that_nobody_looked_at(world):
    petition = with_photo(world)
    [source] = publishing.photos_of(petition)
    with pytest.raises(NotLookedAt):
        publishing.draw_pictures(petition, [])
    drawn = publishing.draw_pictures(petition, [Looked(source, (Part(100, 100, 300, 300),))])
    told = {"words": WORDS, "pictures": drawn}
    publication = publishing.show_report(petition, **told, by=owner_of(petition), at=timezone.now())

    [public] = File.objects.filter(uuid__in=publication.shown_pictures.values_list("file", flat=True))
    private = File.objects.get(uuid=source)
    assert public.blob.sha256 != private.blob.sha256
    assert "0912345678" not in public.name
    page = world.client("").get(f"/reported/{publication.uuid}/").content.decode()
    assert str(public.uuid) in page
    assert str(source) not in page
    assert world.client("").get(f"/files/{public.uuid}/preview/").status_code == 200
    assert world.client("").get(f"/files/{source}/preview/").status_code == 404


def test_what_is_taken_back_is_gone_with_its_pictures(world):
    petition = with_photo(world)
    drawn = publishing.draw_pictures(petition, [Looked(publishing.photos_of(petition)[0], ())])
    told = {"words": WORDS, "pictures": drawn}
    publication = publishing.show_report(petition, **told, by=owner_of(petition), at=timezone.now())
    [public] = publication.shown_pictures.values_list("file", flat=True)

    publishing.take_back_publication(publication, by=owner_of(petition), at=timezone.now())

    assert world.client("").get(f"/reported/{publication.uuid}/").status_code == 404
    assert world.client("").get(f"/files/{public}/preview/").status_code == 404


def test_a_picture_that_is_not_to_be_shown_stays_private(world):
    petition = with_photo(world)
    assert publishing.draw_pictures(petition, [Looked(publishing.photos_of(petition)[0], None)]) == ()


def test_the_exact_place_is_on_the_map_only_where_an_officer_says_so(world):
    petition, at = send(world, point=POINT), timezone.now()
    quiet = publishing.show_report(petition, words=WORDS, by=owner_of(petition), at=at)
    assert quiet.lat is None
    publication = publishing.show_report(petition, words=WORDS, exact=True, by=owner_of(petition), at=at)
    assert (publication.lat, publication.lon) == POINT
    page = world.client("").get(f"/reported/map/?commune={publication.commune.code}")
    assert page.status_code == 200
    assert str(publication.uuid) in page.content.decode()


def test_the_list_is_narrowed_by_commune_topic_and_state(world):
    publication, visitor = shown(world), world.client("")
    code = publication.commune.code
    assert WORDS in visitor.get(f"/reported/?commune={code}&topic=roads&state=open").content.decode()
    assert WORDS not in visitor.get(f"/reported/?commune={code}&topic=water").content.decode()
    assert WORDS not in visitor.get(f"/reported/?commune={code}&state=done").content.decode()
    for wrong in ("commune=none", "topic=roads.bridge", "state=lost"):
        assert visitor.get(f"/reported/?{wrong}").status_code == 404


def test_a_line_of_the_list_says_words_as_words_and_how_many_say_so_too(world):
    said = 'Cầu gãy <script>alert("x")</script> & sập'
    petition = send(world)
    publication = publishing.show_report(petition, words=said, by=owner_of(petition), at=timezone.now())
    Publication.objects.filter(pk=publication.pk).update(backers=2)
    page = world.client("").get(f"/reported/?commune={publication.commune.code}").content.decode()
    assert "Cầu gãy &lt;script&gt;" in page
    assert "&amp; sập" in page
    assert "<script>alert" not in page
    assert "2 người cũng báo việc này" in page


def test_pages_of_the_list_follow_one_another_without_a_gap(world, django_assert_max_num_queries):
    from tinhso.government.petitions.models import shown as lists

    made, at = [], timezone.now()
    for minute in range(3):
        petition = send(world, topic="water.none", at=at)
        publication = publishing.show_report(
            petition, words=WORDS, by=owner_of(petition), at=at + timedelta(minutes=minute)
        )
        made.append(publication.pk)
    Publication.objects.filter(pk__in=made[:2]).update(published_at=at)
    rows = [row.id for row in lists.shown_lines("", None, made and publication.subject_id, None)]
    walked, after = [], None
    for _turn in rows:
        row = lists.shown_lines("", None, publication.subject_id, after)[0]
        walked.append(row.id)
        after = (row.published_at, row.id)
    assert walked == rows
    with django_assert_max_num_queries(6):
        world.client("").get("/reported/")


def test_me_too_counts_a_person_once_and_a_device_once(world):
    publication = shown(world)
    address = f"/reported/{publication.uuid}/me-too/"
    for client in (world.client("panh"), Client(), Client()):
        for _twice in range(2):
            assert client.post(address).status_code == 302
    publication.refresh_from_db()
    assert publication.backers == 3
    assert publication.backed_by.filter(person=world.person("panh").uuid).count() == 1
    assert not publication.backed_by.filter(person=None, device="").exists()


def test_a_machine_does_not_count_a_thousand_times(world, monkeypatch):
    from tinhso.government.petitions.actions import backing

    monkeypatch.setattr(backing, "DEVICES_AN_HOUR", 3)
    publication = shown(world)
    for _again in range(6):
        Client().post(f"/reported/{publication.uuid}/me-too/")
    assert world.client("la").post(f"/reported/{publication.uuid}/me-too/").status_code == 302
    publication.refresh_from_db()
    assert publication.backers == 4


def test_the_feed_is_atom_and_narrowed_as_the_list(world):
    publication = shown(world)
    answer = world.client("").get(f"/reported/feed.atom?commune={publication.commune.code}")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed, atom = Xml.fromstring(answer.content), "{http://www.w3.org/2005/Atom}"
    assert all(feed.find(f"{atom}{name}") is not None for name in ("title", "id", "updated", "author"))
    entry = next(one for one in feed.findall(f"{atom}entry") if str(publication.uuid) in one.findtext(f"{atom}id"))
    assert entry.find(f"{atom}link").get("href") == f"http://testserver/reported/{publication.uuid}/"
    assert WORDS in entry.findtext(f"{atom}content")


def test_the_same_is_there_as_rss(world):
    publication = shown(world)
    answer = world.client("").get("/reported/feed.rss")
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = Xml.fromstring(answer.content).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    item = next(one for one in channel.findall("item") if str(publication.uuid) in one.findtext("guid"))
    assert item.findtext("link") == f"http://testserver/reported/{publication.uuid}/"
    assert WORDS in item.findtext("description")
    assert parsedate_to_datetime(item.findtext("pubDate")) == publication.petition.sent_at.replace(microsecond=0)


@pytest.mark.asvs("3.4.6")
def test_only_the_page_made_for_it_can_be_framed_and_it_has_no_script_form_or_cookie(world):
    publication, visitor = shown(world), world.client("")
    framed = visitor.get(f"/petitions/embed/{publication.commune.code}/")
    policy = framed.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "X-Frame-Options" not in framed.headers
    assert not framed.cookies
    text = framed.content.decode()
    assert WORDS in text
    assert not [mark for mark in ("<script", "<form", "<input", "<button") if mark in text]
    for path in ("/reported/", f"/reported/{publication.uuid}/", "/reported/map/"):
        other = visitor.get(path)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"
