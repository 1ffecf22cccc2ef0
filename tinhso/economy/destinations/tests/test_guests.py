"""Guests say what they think; a flood of them does not drown a place; plates are scanned by nobody in particular."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.core.files.tests import samples
from tinhso.economy.destinations.actions.entries import change_entry
from tinhso.economy.destinations.actions.reviews import (
    MOST_AN_HOUR,
    USUAL_AN_HOUR,
    ReasonNeeded,
    TooManyReviews,
    decide_review,
    give_review,
)
from tinhso.economy.destinations.models import Caution, Destination, Review
from tinhso.economy.destinations.tests.stories import SYSTEM, commune_of, entry, officer
from tinhso.events.models import Entry
from tinhso.kit.refusals import NotYours

FORM = {
    "kind": "craft", "name_vi": "Nhà dệt bà Hoa", "name_en": "Weaving house", "about_vi": "Dệt thổ cẩm.",
    "about_en": "Weaving by hand.", "lat": "20.9", "lon": "104.6", "road": "car", "signal": "none", "steps": "free",
    "no_signal_from": "12", "price": "20.000",
}  # fmt: skip


def said(one: Destination, guest: str, words: str = "", face: int = 1, at=None) -> Review:
    at = at or timezone.now()
    return give_review(one, face=face, words=words, person=None, device=guest, by=SYSTEM, at=at)


def test_a_guest_speaks_once_and_may_change_their_mind(world):
    one, guest = entry(world), Client()
    assert guest.post("/go/thac-moi/review/", {"face": "2", "words": "Đường khó đi"}).status_code == 302
    guest.post("/go/thac-moi/review/", {"face": "4", "words": "Đã sửa đường"})
    assert [(review.face, review.words) for review in one.reviews.all()] == [(4, "Đã sửa đường")]
    page = guest.get("/go/thac-moi/").content.decode()
    assert "Đã sửa đường" in page
    assert "4,0 trên 5" not in page, "one face is no mean"
    told = Entry.objects.filter(name="destinations.DestinationReviewed").latest("pk")
    assert told.account is None
    assert told.person is None


def test_mỷ_counts_as_herself_on_every_device(world):
    one = entry(world)
    for _device in range(2):
        world.client("my").post("/go/thac-moi/review/", {"face": "5"})
    assert one.reviews.count() == 1


def test_a_flood_of_reviews_waits_for_somebody(world):
    """Review bombing: after the usual few in an hour all wait, after very many none is taken, for an hour."""
    one = entry(world)
    states = [said(one, f"g{number}").state for number in range(USUAL_AN_HOUR + 3)]
    assert states == ["shown"] * USUAL_AN_HOUR + ["held"] * 3
    for number in range(len(states), MOST_AN_HOUR):
        said(one, f"g{number}")
    with pytest.raises(TooManyReviews):
        said(one, "one more")
    assert said(one, "later", at=timezone.now() + timedelta(hours=2)).state == "shown"
    answer = Client().post("/go/thac-moi/review/", {"face": "1"})
    assert answer.status_code == 400
    assert "rất nhiều người" in answer.content.decode()


@pytest.mark.parametrize("words", ["Đặt phòng: http://x.vn", "gọi 0912 345 678 nhé", "xem mua-re.com", "www.a.vn"])
def test_words_that_lead_away_wait(world, words):
    assert said(entry(world), "g", words).state == "held"


def test_who_was_hidden_does_not_come_back_by_writing_again(world):
    one = entry(world)
    hidden = decide_review(said(one, "g", "xấu"), show=False, reason="Chửi tục", by=officer(world), at=timezone.now())
    assert said(one, "g", "xấu lần nữa").state == "held"
    assert hidden.reason == "Chửi tục"


def test_only_the_commune_decides_and_says_why(world):
    review = said(entry(world), "g", "Bẩn")
    with pytest.raises(ReasonNeeded):
        decide_review(review, show=False, reason=" ", by=officer(world), at=timezone.now())
    with pytest.raises(NotYours):
        decide_review(review, show=False, reason="Không thích", by=officer(world, "my"), at=timezone.now())
    elsewhere = world.client("hac_elsewhere")
    assert elsewhere.post(f"/go/kept/reviews/{review.uuid}/decide/", {"show": "no", "reason": "x"}).status_code == 404


def test_hặc_answers_a_guest_in_public(world):
    review = said(entry(world), "g", "Chỗ để xe chật", face=3)
    hac = world.client("hac")
    assert "Chỗ để xe chật" in hac.get("/go/kept/reviews/").content.decode()
    hac.post(f"/go/kept/reviews/{review.uuid}/answer/", {"words": "Xã đã mở thêm bãi xe."})
    assert "Xã đã mở thêm bãi xe." in Client().get("/go/thac-moi/").content.decode()


def test_hặc_writes_an_entry_and_publishes_it(world, client):
    hac, commune = world.client("hac"), commune_of(world)
    answer = hac.post("/go/kept/new/", FORM | {"code": "nha-det", "place": commune.code})
    assert answer.headers["Location"] == "/go/kept/nha-det/"
    assert client.get("/go/nha-det/").status_code == 404, "a draft is seen by nobody"
    hac.post("/go/kept/nha-det/publish/")
    page = client.get("/go/nha-det/").content.decode()
    assert "Sau km 12 không có sóng" in page
    assert "20.000" in page
    hac.post("/go/kept/nha-det/withdraw/")
    assert client.get("/go/nha-det/").status_code == 404


def test_a_rule_that_says_nothing_comes_back_to_its_field(world):
    answer = world.client("hac").post(
        "/go/kept/new/", FORM | {"code": "cho", "place": commune_of(world).code, "held": "thứ bảy"}
    )
    assert answer.status_code == 400
    assert not Destination.objects.filter(code="cho").exists()


def test_nobody_writes_about_another_commune(world):
    one = entry(world)
    with pytest.raises(NotYours):
        change_entry(one, {"price": 0}, by=officer(world, "hac_elsewhere"), at=timezone.now())
    assert world.client("hac_elsewhere").get("/go/kept/thac-moi/").status_code == 404


def test_a_picture_is_drawn_anew_and_a_program_refused(world, client):
    entry(world)
    hac, told = world.client("hac"), {"kind": "picture", "shows": "Thác nước", "credit": "Hặc"}
    photo = SimpleUploadedFile("thac.jpg", samples.photo(800), content_type="image/jpeg")
    assert hac.post("/go/kept/thac-moi/medium/", told | {"file": photo}).status_code == 302
    assert 'alt="Thác nước"' in client.get("/go/thac-moi/").content.decode()
    bad = SimpleUploadedFile("thac.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    assert hac.post("/go/kept/thac-moi/medium/", told | {"file": bad}).status_code == 400


def test_a_scan_is_counted_and_nobody_is_known(world):
    one = entry(world)
    Client().get("/s/thac-moi/")
    world.client("my").get("/s/thac-moi/")
    Client().get("/s/thac-moi/?kept")
    Client().head("/s/thac-moi/")
    scans = Entry.objects.filter(name="destinations.PlateScanned", about=str(one.uuid))
    assert scans.count() == 2, "what a phone keeps ahead is no scan"
    assert not scans.exclude(account=None, person=None).exists()


def test_the_plates_of_a_commune_are_printed(world):
    entry(world)
    answer = world.client("hac").get("/go/plates.pdf")
    mine = Destination.objects.shown().filter(place=commune_of(world)).count()
    with pikepdf.open(BytesIO(answer.content)) as paper:
        assert len(paper.pages) == -(-mine // 4)


def test_a_warning_stands_until_it_is_over(world, client):
    entry(world)
    hac = world.client("hac")
    told = {"place": commune_of(world).code, "kind": "road", "words": "Sạt đường km 7", "hours": "24"}
    assert hac.post("/go/kept/warnings/new/", told).status_code == 302
    assert "Sạt đường km 7" in client.get("/go/thac-moi/").content.decode()
    warning = Caution.objects.get(words="Sạt đường km 7")
    assert not Caution.objects.standing(timezone.now() + timedelta(hours=25)).filter(pk=warning.pk).exists()
    hac.post(f"/go/kept/warnings/{warning.uuid}/over/")
    assert "Sạt đường km 7" not in client.get("/go/thac-moi/").content.decode()
