"""Someone presses Listen: what is said, what is not, who pays with whose time, and what stays behind."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone, translation

from tinhso.core.speech.actions import sounding, tidy
from tinhso.core.speech.domain.limits import Gate, Purse, QueueFull
from tinhso.core.speech.domain.voices import VOICES
from tinhso.core.speech.tests.ground import programs, seconds_of
from tinhso.kit.aloud import stamp

OWN = "Chị Mỷ, lệ phí 8.000 đ."


class Echo:
    """A voice that counts: the sound of a sentence is the sentence."""

    name = "echo"

    def __init__(self):
        self.spoken: list[str] = []

    def speak(self, words, voice):
        self.spoken.append(words)
        return b"OggS " + words.encode()


@pytest.fixture
def voice(monkeypatch, tmp_path, settings):
    """A house with an empty shelf and a voice that costs nothing."""
    settings.VAR = tmp_path
    echo = Echo()
    monkeypatch.setattr(sounding, "speaker", lambda: echo)
    monkeypatch.setattr("tinhso.core.speech.views.listening.speaker", lambda: echo)
    monkeypatch.setattr(sounding, "_PURSE", Purse())
    return echo


def plan(client, *parts, **more):
    told = json.dumps([[words, stamp(words)] for words in parts])
    return client.post("/speech/page/", {"parts": told, **more}).json()["pieces"]


def own(client, words, given=None):
    return client.post("/speech/own/", {"words": words, "stamp": given or stamp(words), "voice": "vi"})


def test_a_page_of_ours_is_heard_from_its_marks_to_its_sound(db, client):
    programs()
    html = client.get("/").content.decode()
    marks = re.findall(r'data-read="([^"]*)" data-stamp="([^"]*)"', html)
    told = json.dumps([[unescape(words), given] for words, given in marks])
    pieces = client.post("/speech/page/", {"parts": told}).json()["pieces"]
    assert {piece["part"] for piece in pieces} == set(range(len(marks)))
    public = next(piece for piece in pieces if piece.get("src"))
    answer = client.get(public["src"])
    assert answer.headers["Content-Type"] == "audio/ogg"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert seconds_of(answer.content) > 0.3


def test_what_all_are_told_has_an_address_and_what_one_is_told_has_none(db, client, voice):
    with translation.override("vi"):
        public = translation.gettext("To the main part")
    pieces = plan(client, public, OWN)
    assert pieces[0]["src"].startswith("/speech/public/vi/")
    assert [piece["words"] for piece in pieces[1:]] == [OWN]
    assert "src" not in pieces[1]
    assert voice.spoken == [], "a plan makes no sound"
    answer = own(client, OWN)
    assert answer.content.decode().endswith("Chị Mỷ, lệ phí tám nghìn đồng.")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_choice_is_its_number_and_its_name(db, client, voice):
    with translation.override("vi"):
        name = translation.gettext("Search")
    assert [(piece["words"], "src" in piece) for piece in plan(client, f"2, {name}.")] == [("2,", True), (name, True)]


def test_a_stranger_gets_nothing_said_that_we_did_not_show(db, client, voice):
    assert plan(client, "Xin chào", parts=json.dumps([["Nói bậy", stamp("khác")], ["x"], 7])) == []
    assert own(client, "Nói bậy", "AAAAAAAAAAAA").status_code == 404
    assert client.get("/speech/public/vi/" + "0" * 32 + "/").status_code == 404
    assert client.get("/speech/public/klingon/" + "0" * 32 + "/").status_code == 404
    assert client.post("/speech/page/", {"parts": "{"}).json()["pieces"] == []
    assert voice.spoken == []


def test_a_sentence_is_made_once_and_a_personal_one_lies_sealed(db, client, voice, tmp_path):
    first, second = own(client, OWN).content, own(client, OWN).content
    assert first == second
    assert len(voice.spoken) == 1
    (kept,) = (path for path in tmp_path.glob("speech/own/vi/*/*") if path.is_file())
    assert "đồng".encode() not in kept.read_bytes()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert own(client, OWN).content == first, "what was broken on disk is made anew"
    assert len(voice.spoken) == 2


def test_each_listener_has_an_hour_and_what_is_kept_costs_nothing(db, client, voice, settings):
    settings.VOICE_LETTERS_OF_ADDRESS = len(OWN)
    assert own(client, OWN).status_code == 200
    refused = own(client, OWN + " Hẹn 26/11.")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert own(client, OWN).status_code == 200
    assert client.post("/speech/own/", {"words": OWN, "stamp": stamp(OWN)}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_queue_that_is_full_says_so():
    gate = Gate(at_once=1, waiting=0, patience=0.01)
    with gate.passed(), pytest.raises(QueueFull), gate.passed():
        pass
    with gate.passed():
        pass
    patient = Gate(at_once=1, waiting=1, patience=0.01)
    with patient.passed(), pytest.raises(QueueFull), patient.passed():
        pass


def test_without_a_voice_the_page_says_so_kindly(db, client, monkeypatch):
    monkeypatch.setattr("tinhso.core.speech.views.listening.speaker", lambda: None)
    answer = client.post("/speech/page/", {"parts": "[]"})
    assert answer.status_code == 409
    assert len(answer.json()["detail"]) > 20


def test_old_sounds_go_and_public_ones_stay_while_there_is_room(voice, tmp_path, settings):
    at = timezone.now()
    for words in (OWN, "Chào chị Panh."):
        sounding.own_sound(words, VOICES["vi"], who="x", most=999, at=at)
    sounding.public_sound("Xin chào.", "a" * 32, VOICES["vi"], who="x", most=999, at=at)
    assert tidy(at=at) == 0
    assert tidy(at=at + timedelta(days=8)) == 2
    settings.VOICE_KEPT = 0
    assert tidy(at=at) == 1


def test_a_voice_of_another_region_is_chosen_by_a_cookie(db, client, voice):
    client.cookies["voice"] = "vi-south"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    told = json.dumps([[OWN, stamp(OWN)]])
    assert client.post("/speech/page/", {"parts": told}).json()["voice"] == "vi-south"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.post("/speech/page/", {"parts": told}).json()["voice"] == "en"
