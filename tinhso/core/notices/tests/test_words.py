"""Words of messages: what is caught when they are published, how long they are, how they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.notices.actions import draft_wording, publish_wording
from tinhso.core.notices.actions.wordings import NoDraft
from tinhso.core.notices.domain.lengths import length_of, unaccented
from tinhso.core.notices.domain.values import SAMPLES, Gap, ValueWrong, kept
from tinhso.core.notices.domain.wording import Words, WordsWrong, check, say
from tinhso.core.notices.models import Wording
from tinhso.core.notices.tests.stories import BY, GAPS, NOW, VALUES, WORDS, kind, someone, told

BASE = "https://tinh.example.vn"


def texts(**vi):
    return {"vi": WORDS | vi, "en": WORDS, "id": WORDS}


def publish(**vi):
    draft = draft_wording(kind(), texts(**vi), by=BY, at=NOW)
    return publish_wording(draft, by=BY, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vi", "said"),
    [
        ({"long": WORDS["long"].replace("{day}", "")}, "{day}"),
        ({"spoken": WORDS["spoken"].replace("{matter}", "")}, "{matter}"),
        ({"short": "Hồ sơ {name}"}, "{name}"),
        ({"short": "Về {matter}"}, "{matter}"),
        ({"subject": "{matter}"}, "{matter}"),
        ({"short": "Hồ sơ {code"}, "short"),
        ({"long": WORDS["long"] + "}"}, "long"),
        ({"spoken": ""}, "spoken"),
        ({"subject": "Hồ sơ\nBcc: ai@vidu.vn"}, "subject"),
        ({"short": "x" * 161}, "161"),
        ({"short": "ơ" * 71, "accents": True}, "71"),
        ({"short": "{code} {day} " + "y" * 130}, "163"),
    ],
)
def test_words_that_could_not_be_said_are_caught_when_they_are_published(vi, said):
    with pytest.raises(WordsWrong) as wrong:
        publish(**vi)
    assert said in str(wrong.value.told)
    assert Wording.objects.published().get().number == 1


@pytest.mark.django_db
def test_a_language_must_not_be_missing_and_one_of_a_people_is_welcome():
    with pytest.raises(WordsWrong):
        check({"vi": Words.read(WORDS)}, {name: Gap(gap) for name, gap in GAPS.items()}, parts=1, base=BASE)
    draft = draft_wording(kind(), texts() | {"hmn": WORDS}, by=BY, at=NOW)
    assert "hmn" in publish_wording(draft, by=BY, at=NOW).texts


@pytest.mark.django_db
def test_what_is_published_stays_and_what_was_told_keeps_its_words():
    first, my = publish(), someone()
    told(my)
    second = publish(short="Hồ sơ {code} đã nhận.")
    first.refresh_from_db()
    assert (first.state, second.number) == ("retired", first.number + 1)
    with pytest.raises(NoDraft):
        publish_wording(first, by=BY, at=NOW)
    notice = first.__class__.objects.get(pk=first.pk)
    assert notice.words["vi"].short == WORDS["short"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{}, {"code": "1"}, VALUES | {"more": "x"}, VALUES | {"day": "tomorrow"}])
def test_a_system_that_gives_other_values_is_told_at_once(wrong):
    declared = kind().declared
    with pytest.raises(ValueWrong):
        kept(declared, wrong)


def test_each_form_says_values_in_its_own_way():
    gaps = {name: Gap(gap) for name, gap in GAPS.items()}
    values = {"code": "H52.75-1", "day": "2026-11-26", "matter": "khai sinh"}
    said = say(Words.read(WORDS), gaps, values, language="vi", base=BASE)
    assert said.sms == "Da nhan ho so H52.75-1. Hen tra 26/11/2026."
    assert "ngày 26 tháng 11 năm 2026" in said.spoken
    assert "H 5 2, 7 5, 1" in said.spoken
    assert "khai sinh" in said.long


@pytest.mark.parametrize(
    ("text", "basic", "units", "parts"),
    [
        ("a" * 160, True, 160, 1),
        ("a" * 161, True, 161, 2),
        ("a" * 306, True, 306, 2),
        ("a" * 307, True, 307, 3),
        ("€" * 80, True, 160, 1),
        ("ơ" * 70, False, 70, 1),
        ("ơ" * 71, False, 71, 2),
        ("ơ" * 134, False, 134, 2),
        ("ơ" * 135, False, 135, 3),
        ("😀" * 35, False, 70, 1),
        ("😀" * 36, False, 72, 2),
    ],
)
def test_text_messages_are_counted_as_networks_do(text, basic, units, parts):
    length = length_of(text)
    assert (length.basic, length.units, length.parts) == (basic, units, parts)


@given(st.text(max_size=200))
def test_without_accents_everything_is_of_the_basic_alphabet(text):
    assert length_of(unaccented(text)).basic


def test_vietnamese_keeps_its_letters_without_accents():
    assert unaccented("Đã trả ở Mường Ảng – 5.000 ₫") == "Da tra o Muong Ang - 5.000 d"


@given(st.sampled_from([Gap.TEXT, Gap.CODE, Gap.PRIVATE]), st.text(max_size=300))
def test_a_value_is_never_read_as_a_gap_or_a_line(gap, text):
    kept_value = kept({"x": gap}, {"x": text})["x"]
    words = Words.read(dict.fromkeys(WORDS, "{x}"))
    said = say(words, {"x": gap}, {"x": kept_value}, language="vi", base=BASE)
    assert len(said.subject.splitlines()) <= 1


def test_every_kind_of_value_has_a_longest_sample():
    assert set(SAMPLES) == set(Gap)
