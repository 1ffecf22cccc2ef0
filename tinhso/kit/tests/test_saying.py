"""Days, times and numbers as people say them, in the three languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kit import saying
from tinhso.kit.forms import Form, YearField, plain_number
from tinhso.kit.rendering import rendering

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=HOME)
"""A Tuesday."""


class Visit(Form):
    autocomplete = {"phone": "tel-national"}
    phone = forms.CharField()
    day = forms.DateField()
    fee = forms.IntegerField()


def said(language: str, speak, *args: object) -> str:
    with translation.override(language), rendering(MORNING):
        return speak(*args).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("moment", "vietnamese", "english", "indonesian"),
    [
        ((2026, 11, 25, 7), "ngày mai, 7 giờ sáng", "tomorrow, 7 in the morning", "besok, pukul 7 pagi"),
        ((2026, 11, 26, 14, 30), "thứ Năm, 26/11, 14:30", "Thursday, 26/11, 14:30", "Kamis, 26/11, 14:30"),
        ((2026, 11, 24, 16), "hôm nay, 4 giờ chiều", "today, 4 in the afternoon", "hari ini, pukul 4 sore"),
        ((2026, 11, 24, 12), "hôm nay, 12 giờ trưa", "today, 12 at midday", "hari ini, pukul 12 siang"),
        ((2026, 11, 23, 22), "hôm qua, 10 giờ đêm", "yesterday, 10 at night", "kemarin, pukul 10 malam"),
        ((2027, 1, 3, 19), "Chủ nhật, 3/1/2027, 7 giờ tối", "Sunday, 3/1/2027, 7 in the evening",
            "Minggu, 3/1/2027, pukul 7 petang"),
    ],
)  # fmt: skip
def test_a_moment_is_told_as_a_clerk_would(moment, vietnamese, english, indonesian):
    moment = datetime(*moment, tzinfo=HOME)
    assert said("vi", saying.say_day_time, moment) == vietnamese
    assert said("en", saying.say_day_time, moment) == english
    assert said("id", saying.say_day_time, moment) == indonesian


def test_the_province_clock_counts_not_the_servers():
    evening_in_london = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert said("vi", saying.say_day_time, evening_in_london) == "hôm nay, 1 giờ sáng"


@pytest.mark.parametrize(
    ("ago", "vietnamese", "english", "indonesian"),
    [
        (timedelta(seconds=20), "vừa xong", "just now", "baru saja"),
        (timedelta(minutes=1), "1 phút trước", "1 minute ago", "1 menit lalu"),
        (timedelta(minutes=5), "5 phút trước", "5 minutes ago", "5 menit lalu"),
        (timedelta(hours=2), "2 giờ trước", "2 hours ago", "2 jam lalu"),
        (timedelta(hours=12), "hôm qua, 21:30", "yesterday, 21:30", "kemarin, 21:30"),
    ],
)
def test_how_long_ago(ago, vietnamese, english, indonesian):
    assert said("vi", saying.say_ago, MORNING - ago) == vietnamese
    assert said("en", saying.say_ago, MORNING - ago) == english
    assert said("id", saying.say_ago, MORNING - ago) == indonesian


def test_what_is_left_is_told_in_hours_today_and_in_days_after():
    assert said("vi", saying.say_left, MORNING + timedelta(hours=3)) == "còn 3 giờ"
    assert said("vi", saying.say_left, MORNING + timedelta(days=2)) == "còn 2 ngày"
    assert said("vi", saying.say_left, MORNING - timedelta(days=2)) == "trễ 2 ngày"
    assert said("en", saying.say_left, MORNING - timedelta(hours=1)) == "late by 1 hour"


def test_numbers_are_written_as_here():
    assert said("vi", saying.say_number, 1234.5) == "1.234,5"
    assert said("id", saying.say_number, 1234.5) == "1.234,5"
    assert said("en", saying.say_number, 1234.5) == "1,234.5"
    assert said("vi", saying.say_number, 2.345, 2) == "2,35"
    assert said("vi", saying.say_money, 8000) == "8.000 đ"
    assert said("vi", saying.say_percent, 0.961) == "96,1 %"
    assert said("vi", saying.say_kilobytes, 412_300) == "412 KB"
    assert said("vi", saying.say_kilobytes, 1_240_000) == "1,2 MB"


def test_nothing_known_is_never_zero():
    assert said("vi", saying.say_number, None) == "–"
    assert said("vi", saying.say_money, None) == "–"
    assert said("vi", saying.say_percent, None) == "–"
    assert said("vi", saying.say_date, None) == ""


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["vi", "en", "id"]))
def test_a_written_number_is_read_back(number, language):
    with translation.override(language):
        assert Decimal(plain_number(saying.say_number(number))) == number


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("vi", "8.000 đ", "8000"),
        ("vi", "1 234 567", "1234567"),
        ("vi", "1.234,5", "1234.5"),
        ("vi", "1.5", "1.5"),
        ("en", "1,234.5", "1234.5"),
        ("vi", "−3", "-3"),
        ("vi", "ba", "ba"),
        ("vi", "", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(language, typed, plain):
    with translation.override(language):
        assert plain_number(typed) == plain


class Birth(Form):
    year = YearField(min_value=1890)


def test_a_year_is_shown_without_a_dot():
    with translation.override("vi"):
        form = Birth({"year": "1889"})
        assert form.errors
        assert 'value="1889"' in str(form["year"])
        assert Birth({"year": "1950"}).is_valid()


@given(st.text(max_size=20))
def test_any_text_in_a_number_box_is_answered_with_a_sentence(typed):
    with translation.override("vi"):
        form = Visit({"fee": typed})
        assert form.errors
        assert str(form["fee"])


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_written_date_is_read_back(day):
    for language in ("vi", "en", "id"):
        with translation.override(language):
            assert forms.DateField().clean(saying.say_date(day)) == day
            assert forms.DateField().clean(day.strftime("%d%m%Y")) == day


def test_a_form_asks_with_the_number_keys_and_speaks_our_words():
    with translation.override("vi"):
        form = Visit({"phone": "", "day": "31/2/2026", "fee": "8.000"})
        assert not form.is_valid()
        assert form.cleaned_data["fee"] == 8000
        assert form.errors["phone"] == ["Chỗ này còn trống."]
        assert "26/11/2026" in form.errors["day"][0]
        html = str(form["fee"])
    assert 'inputmode="numeric"' in html
    assert 'type="text"' in html
    assert "required" not in html
    assert 'autocomplete="tel-national"' in str(form["phone"])
