"""Vietnamese in words: examples as grammars and style guides print them, and rules that hold for every number."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.speech.domain.manners import MANNERS, Region
from tinhso.core.speech.domain.moments import say_clock, say_date, say_full_date, say_span
from tinhso.core.speech.domain.money import say_money
from tinhso.core.speech.domain.numbers import say_decimal, say_ordinal, say_whole
from tinhso.core.speech.domain.reading import to_words
from tinhso.core.speech.domain.sentences import LONGEST, sentences
from tinhso.core.speech.domain.signs import parts, say_code, say_phone
from tinhso.core.speech.tests.reader import read

WHOLE = {
    0: "không", 4: "bốn", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm", 20: "hai mươi",
    21: "hai mươi mốt", 24: "hai mươi tư", 25: "hai mươi lăm", 31: "ba mươi mốt", 55: "năm mươi lăm",
    71: "bảy mươi mốt", 91: "chín mươi mốt", 100: "một trăm", 101: "một trăm linh một", 104: "một trăm linh bốn",
    105: "một trăm linh năm", 110: "một trăm mười", 111: "một trăm mười một", 115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt", 555: "năm trăm năm mươi lăm", 1000: "một nghìn",
    1001: "một nghìn không trăm linh một", 1015: "một nghìn không trăm mười lăm", 1100: "một nghìn một trăm",
    2026: "hai nghìn không trăm hai mươi sáu", 10_000: "mười nghìn", 50_000: "năm mươi nghìn",
    100_001: "một trăm nghìn không trăm linh một", 2_050_000: "hai triệu không trăm năm mươi nghìn",
    1_000_005: "một triệu không trăm linh năm", 10**9: "một tỷ", 10**9 + 5: "một tỷ không trăm linh năm",
    10**12: "một nghìn tỷ", 10**18: "một tỷ tỷ", -5: "âm năm",
    123_456_789: "một trăm hai mươi ba triệu bốn trăm năm mươi sáu nghìn bảy trăm tám mươi chín",
}  # fmt: skip


@pytest.mark.parametrize(("number", "said"), WHOLE.items())
def test_numbers_as_a_clerk_says_them(number, said):
    assert say_whole(number) == said


@pytest.mark.parametrize(
    ("region", "said"),
    [
        (Region.NORTH, "hai mươi tư nghìn một trăm linh bốn"),
        (Region.CENTRAL, "hai mươi tư ngàn một trăm lẻ bốn"),
        (Region.SOUTH, "hai mươi bốn ngàn một trăm lẻ bốn"),
    ],
)
def test_each_region_has_its_words(region, said):
    assert say_whole(24_104, MANNERS[region]) == said


@given(st.integers(min_value=-(10**21), max_value=10**21), st.sampled_from(Region))
def test_every_number_can_be_read_back(number, region):
    assert read(say_whole(number, MANNERS[region])) == number


@given(st.integers(min_value=0, max_value=10**12))
def test_no_number_is_said_like_another(number):
    said = say_whole(number).split()
    assert "lăm" not in said[:1]
    assert all(before in ("mươi", "mười") for before, word in pairwise(said) if word == "lăm")
    assert all(before == "mươi" for before, word in pairwise(said) if word in ("mốt", "tư"))


def test_parts_of_a_whole():
    assert say_decimal(Decimal("96.1")) == "chín mươi sáu phẩy một"
    assert say_decimal(Decimal("3.14")) == "ba phẩy mười bốn"
    assert say_decimal(Decimal("2.05")) == "hai phẩy không năm"
    assert say_decimal(Decimal("0.125")) == "không phẩy một hai năm"
    assert say_decimal(Decimal("-0.5")) == "âm không phẩy năm"


def test_money_and_ordinals():
    assert say_money(50_000) == "năm mươi nghìn đồng"
    assert [say_ordinal(number) for number in (1, 2, 4, 14, 24)] == ["nhất", "hai", "tư", "mười bốn", "hai mươi tư"]


def test_days_hours_and_spans():
    assert say_date(2, 9, 1945) == "ngày mùng hai tháng chín năm một nghìn chín trăm bốn mươi lăm"
    assert say_date(15, 4) == "ngày mười lăm tháng tư"
    assert say_full_date(date(2026, 11, 22)).startswith("chủ nhật, ngày hai mươi hai tháng mười một năm")
    told = {
        (0, 0): "mười hai giờ đêm",
        (7, 5): "bảy giờ năm phút sáng",
        (11, 30): "mười một giờ rưỡi trưa",
        (14, 30): "hai giờ rưỡi chiều",
        (19, 0): "bảy giờ tối",
        (23, 15): "mười một giờ mười lăm phút đêm",
    }
    assert {moment: say_clock(*moment) for moment in told} == told
    assert say_span(timedelta(hours=1, minutes=30)) == "một tiếng rưỡi"
    assert say_span(timedelta(days=3, hours=2, minutes=5)) == "ba ngày hai tiếng"
    assert say_span(timedelta(minutes=45)) == "bốn mươi lăm phút"
    assert say_span(timedelta(seconds=-5)) == "chưa đến một phút"


def test_codes_and_telephones_come_in_groups():
    assert say_code("H52.12-261121-0042") == "hát năm hai, một hai, hai sáu một, một hai một, không không bốn hai"
    assert say_code("014198001234") == "không một bốn một, chín tám không không, một hai ba bốn"
    assert say_phone("+84912345678") == say_phone("0912.345.678") == "không chín một hai, ba bốn năm, sáu bảy tám"
    assert say_phone("1022") == "một không hai hai"
    assert say_phone("19001234") == "một chín không không, một hai ba bốn"


@given(st.text("0123456789", min_size=1, max_size=30))
def test_a_code_loses_no_digit(digits):
    cut = parts(digits)
    assert "".join(cut) == digits
    assert len(digits) < 4 or all(2 <= len(part) <= 4 for part in cut)


READ_OUT = {
    "Lệ phí 8.000 đ, còn 2 ngày.": "Lệ phí tám nghìn đồng, còn hai ngày.",
    "Hẹn thứ Năm, 26/11, 14:30": "Hẹn thứ Năm, ngày hai mươi sáu tháng mười một, hai giờ rưỡi chiều",
    "Ngày 2/9, tháng 4, thứ 4, thứ 2": "Ngày mùng hai tháng chín, tháng tư, thứ tư, thứ hai",
    "96,1 % và 412 KB": "chín mươi sáu phẩy một phần trăm và bốn trăm mười hai ki lô bai",
    "Gọi 1022, miễn phí.": "Gọi một không hai hai, miễn phí.",
    "Gọi 0912 345 678.": "Gọi không chín một hai, ba bốn năm, sáu bảy tám.",
    "Thẻ CCCD 014198001234": "Thẻ căn cước công dân không một bốn một, chín tám không không, một hai ba bốn",
    "Mã 123 456 789.": "Mã một hai ba, bốn năm sáu, bảy tám chín.",
    "Mã H52.12-261121-0042.": "Mã hát năm hai, một hai, hai sáu một, một hai một, không không bốn hai.",
    "UBND xã Mường Và, TP. Sơn La": "ủy ban nhân dân xã Mường Và, thành phố Sơn La",
    "7:30–11:30, 13h30 - 17h": "bảy giờ rưỡi sáng đến mười một giờ rưỡi trưa, một giờ rưỡi chiều đến năm giờ chiều",
    "7 giờ 30 phút sáng mai": "bảy giờ rưỡi sáng mai",
    "1,5 triệu, 2,5 giờ, 120.000 đ/đêm": "một triệu rưỡi, hai giờ rưỡi, một trăm hai mươi nghìn đồng một đêm",
    "Từ 2-5 ngày": "Từ hai đến năm ngày",
    "Nghị định 30/2020/NĐ-CP": "Nghị định ba mươi năm hai nghìn không trăm hai mươi, nghị định chính phủ",
    "Luật 91/2025/QH15": "Luật chín mươi mốt năm hai nghìn không trăm hai mươi lăm, quốc hội khóa mười lăm",
    "quý IV, khóa XV": "quý bốn, khóa mười lăm",
    "Mã QR, 4G, -5°C": "Mã quy a, bốn giê, âm năm độ xê",
    "NGHE VÀ XEM": "nghe và xem",
}  # fmt: skip


@pytest.mark.parametrize(("written", "said"), READ_OUT.items())
def test_running_text_is_read_as_it_is_meant(written, said):
    assert to_words(written) == said


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "No", "Nl"]), max_size=80))
def test_no_digit_is_left_to_the_voice(text):
    plain = text.translate({code: "1" for code in map(ord, text) if chr(code).isdigit() and not chr(code).isascii()})
    assert not re.search(r"[0-9%₫°&]", to_words(plain))


@given(st.text("ab ,.?!;\n0123456789", max_size=900))
def test_cutting_into_sentences_loses_no_sign(text):
    cut = sentences(text)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(0 < len(one) <= LONGEST for one in cut)


def test_a_sentence_ends_where_a_voice_rests():
    assert sentences("Xã đã nhận. Lệ phí 8.000 đ; hẹn 26/11.\nTP. Sơn La. Chị vẫn rút? Có.") == [
        "Xã đã nhận.",
        "Lệ phí 8.000 đ;",
        "hẹn 26/11.",
        "TP. Sơn La.",
        "Chị vẫn rút?",
        "Có.",
    ]
