"""Anh Muôn records a phrase in Mông, chị Thoa's neighbour hears it: what is missing, who judges, what rests."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.files.tests.samples import ogg
from tinhso.core.speech.actions import sounding
from tinhso.core.speech.actions.finding import Text, find_phrases_of
from tinhso.core.speech.domain.numerals import words_of
from tinhso.core.speech.domain.phrases import Sayings, bare, cut, name_of, runs
from tinhso.core.speech.domain.templates import read_aloud
from tinhso.core.speech.models import Clip, Kind, Phrase
from tinhso.core.speech.portions import tell
from tinhso.core.speech.tests.test_listening import Echo
from tinhso.kit.aloud import stamp

AT = timezone.now()
FEE = Text("Lệ phí thôn mình là {sum}, hẹn ngày {day}.", Kind.MESSAGE)
FINE = Text("Giấy của thôn mình xong rồi.", Kind.STATUS)


def spoken(seed: bytes) -> bytes:
    """A sound like no other: the pages of an empty one, and one more."""
    return ogg() + b"OggS\0\2" + bytes(20) + bytes([1, len(seed)]) + seed


def sound(seed: bytes = b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile("voice.ogg", spoken(seed), "audio/ogg")


@pytest.fixture
def phrases(world):
    """Two sentences of a village that nobody else says."""
    find_phrases_of("test", [FEE, FINE], at=AT)
    return {phrase.words: phrase for phrase in Phrase.objects.filter(source="test")}


@pytest.fixture
def echo(monkeypatch, tmp_path, settings):
    said = Echo()
    monkeypatch.setattr(sounding, "speaker", lambda: said)
    monkeypatch.setattr("tinhso.core.speech.views.listening.speaker", lambda: said)
    return said


def recorded(world, phrase: Phrase, by="muon", judge="hac", language="mong", seed: bytes = b"x") -> Clip:
    """A phrase that went through both doors."""
    address = f"/speech/studio/{language}/{phrase.uuid}/"
    answer = world.client(by).post(address, {"sound": sound(seed), "idempotency_key": str(uuid4())})
    assert answer.status_code == 302
    clip = Clip.objects.get(phrase=phrase, language=language, state=Clip.State.OFFERED)
    world.client(judge).post(f"/speech/studio/clips/{clip.uuid}/approve/")
    clip.refresh_from_db()
    return clip


def heard(client, *sentences: str):
    told = json.dumps([[one, stamp(one)] for one in sentences])
    return client.post("/speech/page/", {"parts": told}).json()


def test_texts_of_every_kind_are_found_without_being_declared(world):
    sources = set(Phrase.objects.values_list("source", flat=True))
    assert {"numbers", "notices", "cases", "pages"} <= sources
    assert Phrase.objects.in_use().filter(kind=Kind.QUESTION).exists()
    assert Phrase.objects.in_use().filter(words="Chào bà con").exists()


def test_a_sentence_is_cut_at_its_gaps_and_known_again(phrases):
    assert set(phrases) == {"Lệ phí thôn mình là", "hẹn ngày", "Giấy của thôn mình xong rồi"}
    assert phrases["hẹn ngày"].example == FEE.words


def test_what_nobody_says_any_more_rests_and_comes_back_with_its_voice(world, phrases, echo):
    clip = recorded(world, phrases["Giấy của thôn mình xong rồi"])
    address = f"/speech/recorded/{clip.sha256}/"
    assert world.client("").get(address).status_code == 200
    assert find_phrases_of("test", [FEE], at=AT) == (0, 1)
    assert world.client("").get(address).status_code == 404
    find_phrases_of("test", [FEE, FINE], at=AT)
    assert world.client("").get(address).status_code == 200


def test_a_neighbour_hears_the_recording_first_and_the_rest_in_vietnamese(world, phrases, echo):
    clip = recorded(world, phrases["Lệ phí thôn mình là"], seed=b"fee")
    client = world.client("")
    client.cookies["voice"] = "mong"
    told = heard(client, "Lệ phí thôn mình là 50.000 đ, hẹn ngày 26/11/2026.")
    assert [piece["words"] for piece in told["pieces"]][:4] == [
        "Lệ phí thôn mình là", "50.000 đ", ", hẹn ngày", "26/11/2026",
    ]  # fmt: skip
    assert told["pieces"][0]["src"] == f"/speech/recorded/{clip.sha256}/"
    assert "src" not in told["pieces"][1]
    assert "tiếng Việt" in told["note"]
    answer = client.get(told["pieces"][0]["src"])
    assert answer.content == spoken(b"fee")
    assert "immutable" in answer.headers["Cache-Control"]


def test_recorded_numbers_are_joined(world, phrases, echo):
    for at, word in enumerate(words_of("50.000 đ")):
        recorded(world, Phrase.objects.get(name=name_of(word)), seed=b"n%d" % at)
    recorded(world, phrases["Lệ phí thôn mình là"], seed=b"fee")
    client = world.client("")
    client.cookies["voice"] = "mong"
    pieces = heard(client, "Lệ phí thôn mình là 50.000 đ, hẹn ngày 26/11/2026.")["pieces"]
    assert [piece["words"] for piece in pieces[:5]] == ["Lệ phí thôn mình là", "năm", "mươi", "nghìn", "đồng"]
    assert all("/speech/recorded/" in piece["src"] for piece in pieces[:5])


def test_a_sentence_of_which_nothing_is_recorded_stays_whole(world, phrases, echo):
    client = world.client("")
    client.cookies["voice"] = "dao"
    told = heard(client, "Lệ phí thôn mình là 50.000 đ, hẹn ngày 26/11/2026.")
    assert len(told["pieces"]) == 1
    assert told["note"]


def test_what_is_heard_most_is_asked_for_first(world, phrases, echo):
    for _ in range(3):
        heard(world.client(""), "Giấy của thôn mình xong rồi.")
    html = world.client("thoa").get("/speech/studio/mong/").content.decode()
    assert html.index("Giấy của thôn mình xong rồi") < html.index("Còn phải thu", html.index("<main")) + 4000
    first = Phrase.objects.without_clip("mong").most_needed().first()
    assert first.words == "Giấy của thôn mình xong rồi"
    assert first.heard == 3


def test_nobody_judges_their_own_voice_and_nobody_judges_twice(world, phrases, echo):
    phrase = phrases["hẹn ngày"]
    world.client("muon").post(f"/speech/studio/thai/{phrase.uuid}/", {"sound": sound()})
    clip = Clip.objects.get(phrase=phrase)
    assert world.client("muon").post(f"/speech/studio/clips/{clip.uuid}/approve/").status_code == 302
    clip.refresh_from_db()
    assert clip.state == Clip.State.OFFERED
    assert world.client("thoa").post(f"/speech/studio/clips/{clip.uuid}/approve/").status_code == 403
    assert world.client("").get(f"/speech/recorded/{clip.sha256}/").status_code == 404
    world.client("hac").post(f"/speech/studio/clips/{clip.uuid}/refuse/", {"why": "noise"})
    world.client("hac").post(f"/speech/studio/clips/{clip.uuid}/approve/")
    clip.refresh_from_db()
    assert (clip.state, clip.why) == (Clip.State.REFUSED, "noise")
    assert "Có tiếng ồn" in world.client("muon").get("/speech/studio/thai/").content.decode()


def test_a_better_recording_replaces_the_one_before(world, phrases, echo):
    before = recorded(world, phrases["hẹn ngày"], seed=b"one")
    after = recorded(world, phrases["hẹn ngày"], seed=b"two")
    before.refresh_from_db()
    assert (before.state, after.state) == (Clip.State.REPLACED, Clip.State.APPROVED)


def test_what_is_no_sound_is_refused_at_the_field(world, phrases):
    page = world.client("muon").post(
        f"/speech/studio/mong/{phrases['hẹn ngày'].uuid}/",
        {"sound": SimpleUploadedFile("voice.ogg", b"<script>", "audio/ogg")},
    )
    assert page.status_code == 200
    assert 'class="mistake"' in page.content.decode()
    assert not Clip.objects.filter(phrase=phrases["hẹn ngày"]).exists()
    assert world.client("muon").get("/speech/studio/klingon/").status_code == 404


def test_a_list_of_missing_phrases_asks_the_same_few_questions(world, phrases, django_assert_max_num_queries):
    client = world.client("thoa")
    client.get("/speech/studio/mong/")
    with django_assert_max_num_queries(8):
        client.get("/speech/studio/mong/")


def test_a_voice_is_chosen_by_one_press(world, phrases, echo):
    recorded(world, phrases["hẹn ngày"])
    client = world.client("")
    assert "Tiếng Mông" in client.get("/speech/voices/").content.decode()
    client.post("/speech/voices/choose/", {"voice": "mong"})
    assert client.cookies["voice"].value == "mong"
    assert 'data-voice="mong"' in client.get("/speech/voices/").content.decode()
    client.post("/speech/voices/choose/", {"voice": "klingon"})
    assert client.cookies["voice"].value == "mong"


def test_texts_that_templates_read_aloud_are_found():
    template = """{{ p.page_head(_("Title"), _("Lead %(x)s.", x=url("a"))) }}<p>{{ _("Not") }}</p>
    <p data-read>{{ _("Read") }}</p><p data-read="{{ label }}">{{ _("Shown, not told") }}</p>"""
    assert set(read_aloud(template)) == {"Title", "Lead %(x)s.", "Read"}


@pytest.mark.parametrize(
    ("written", "said"),
    [("50.000 đ", "năm mươi nghìn đồng"), ("24", "hai mươi tư"), ("0912", ""), ("26/11", ""), ("x", ""), ("", "")],
)
def test_only_whole_numbers_are_joined_from_words(written, said):
    assert " ".join(words_of(written)) == said


RUN = st.text("abcđê", min_size=3, max_size=9)
VALUE = st.text("0123456789./", min_size=1, max_size=12)


@given(RUN, VALUE, RUN, VALUE)
def test_a_sentence_with_filled_gaps_is_known_again(first, one, second, two):
    parts = cut(f"{first} {{a}} {second} {{b}}.")
    known = Sayings([parts]).know(f"{first} {one} {second} {two}.")
    assert known is not None
    assert [part.words for part in known if part.is_gap] == [one, two]
    assert runs(parts)[0] == bare(first)


def test_who_takes_their_data_along_takes_their_voice_along(world, phrases, echo):
    clip = recorded(world, phrases["Giấy của thôn mình xong rồi"], by="muon")
    (sheet,) = tell(world.person("muon").uuid)
    assert [row[1:] for row in sheet.rows] == [["Tiếng Mông", "Giấy của thôn mình xong rồi", "approved"]]
    assert sheet.files == [clip.file.uuid]
    assert not tell(world.person("my").uuid)[0].rows
