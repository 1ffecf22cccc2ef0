"""Forms from data: how each kind of question is typed, what is kept, what is told when it is wrong."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.cases.domain.definition import FieldType, parse_fields, parse_pages
from tinhso.core.cases.domain.questions import (
    answers_that_count,
    asked,
    first_open,
    first_refused,
    first_unanswered,
    heard,
    prefilled,
    refused,
    screen_after,
    screen_before,
    screen_of,
    screens,
)
from tinhso.core.cases.forms import answers_of, files_of, form_for
from tinhso.core.files.tests import samples

FACTS = {"today": "2026-11-22"}
CHOICES = [
    {"value": "birth", "label": {"vi": "Khai sinh", "en": "Birth"}},
    {"value": "death", "label": {"vi": "Khai tử"}},
]


def field(kind: str, key: str = "a", **more) -> dict:
    return {"key": key, "type": kind, "label": {"vi": "Câu hỏi", "en": "Question"}, "required": True, **more}


def form_of(*fields: dict, answers=None, files=None, language="vi", **typed):
    return form_for(parse_fields(list(fields)), answers, language, data=typed, files=files, facts=FACTS)


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Chie\u0302\u0300ng Mai ", "Chiềng Mai"),
        ("long_text", "một\nhai", "một\nhai"),
        ("address", "Số 5, tổ 3", "Số 5, tổ 3"),
        ("number", "12,5", 12.5),
        ("number", "1.234", 1234),
        ("integer", "3", 3),
        ("money", "8.000 đ", 8000),
        ("money", "8000", 8000),
        ("date", "22/11/2026", "2026-11-22"),
        ("date", "1-2-2026", "2026-02-01"),
        ("time", "7h30", "07:30"),
        ("month", "11/2026", "2026-11"),
        ("email", "mai@vidu.vn", "mai@vidu.vn"),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("consent", "on", True),
        ("person_name", "  GIÀNG A DƠ", "Giàng A Dơ"),
        ("personal_id", "014 206 000123", "014206000123"),
        ("phone", "0912 345 678", "+84912345678"),
        ("ethnic_group", "01", "01"),
        ("reason", "Ốm nặng", "Ốm nặng"),
    ],
)
def test_what_is_typed_is_kept_typed(kind, typed, kept):
    form = form_of(field(kind), a=typed)
    assert form.is_valid(), form.errors
    told = answers_of(form)
    assert told == {"a": kept}
    assert type(told["a"]) is type(kept)
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "nhiều"),
        ("integer", "1,5"),
        ("money", "-5"),
        ("date", "31/02/2026"),
        ("time", "25:00"),
        ("month", "13/2026"),
        ("email", "mai"),
        ("yes_no", "maybe"),
        ("person_name", "Mai 123"),
        ("personal_id", "12345"),
        ("phone", "123"),
        ("ethnic_group", "99"),
        ("choice", "wedding"),
        ("choices", "wedding"),
        ("text", "a" * 201),
        ("reason", "ốm"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(kind, typed):
    more = {"choices": CHOICES} if kind.startswith("choice") else {}
    form = form_of(field(kind, **more), a=typed)
    assert not form.is_valid()
    assert list(form.errors) == ["a"]
    assert len(form.errors["a"][0]) > 10


@pytest.mark.parametrize("kind", [kind for kind in FieldType if kind != "place"])
def test_nothing_said_is_told_or_null(kind):
    more = {"choices": CHOICES} if kind.startswith("choice") else {}
    form = form_of(field(kind, **more))
    assert list(form.errors) == ["a"]
    passed = form_of(field(kind, **more) | {"required": False})
    assert passed.is_valid(), passed.errors
    assert answers_of(passed)["a"] in (None, [], False)


def test_a_choice_stands_in_the_language_of_the_page():
    form = form_of(field("choice", choices=CHOICES), language="en", a="birth")
    assert [label for _value, label in form.fields["a"].choices] == ["Birth", "Khai tử"]
    assert form.fields["a"].label == "Question"
    assert form.is_valid()
    assert answers_of(form) == {"a": "birth"}


def test_four_choices_with_pictures_are_pictures():
    pictured = [choice | {"icon": "baby"} for choice in CHOICES]
    assert form_of(field("choice", choices=pictured)).fields["a"].widget.icons == {"birth": "baby", "death": "baby"}


def test_limits_are_told_with_the_limit():
    days = field("date", min="2026-01-01", max="today")
    assert form_of(days, a="22/11/2026").is_valid()
    assert "22/11/2026" in form_of(days, a="23/11/2026").errors["a"][0]
    assert "01/01/2026" in form_of(days, a="31/12/2025").errors["a"][0]
    assert "3" in form_of(field("integer", min=3), a="2").errors["a"][0]
    assert not form_of(field("money", max=10_000), a="10.001").is_valid()


def test_a_paper_is_examined_and_told():
    photo = SimpleUploadedFile("a.jpg", samples.photo(), content_type="image/jpeg")
    form = form_of(field("file"), files={"a": photo})
    assert form.is_valid(), form.errors
    assert files_of(form) == {"a": photo}
    assert answers_of(form) == {}
    false = SimpleUploadedFile("a.jpg", b"MZ\x90 a program", content_type="image/jpeg")
    assert not form_of(field("file"), files={"a": false}).is_valid()


def test_a_paper_kept_before_is_not_asked_again():
    form = form_of(field("file"), answers={"a": "5b0c3f8e-0000-4000-8000-000000000001"})
    assert form.is_valid(), form.errors
    assert answers_of(form) == {"a": "5b0c3f8e-0000-4000-8000-000000000001"}
    assert files_of(form) == {}


def test_answers_stand_in_the_form_as_they_are_typed():
    said = {"day": "2026-11-22", "much": 8000, "yes": False, "call": "+84912345678", "month": "2026-11"}
    kinds = {"day": "date", "much": "money", "yes": "yes_no", "call": "phone", "month": "month"}
    form = form_for(parse_fields([field(kind, key) for key, kind in kinds.items()]), said, facts=FACTS)
    shown = {key: form[key].value() for key in kinds}
    assert shown == {"day": "22/11/2026", "much": 8000, "yes": "no", "call": "0912 345 678", "month": "11/2026"}
    assert 'value="8.000"' in str(form["much"])


HANGING = (
    field("yes_no", "married"),
    field("person_name", "spouse", when={"==": [{"var": "form.married"}, True]}),
    field("phone", "spouse_phone", when={"!!": {"var": "form.spouse"}}),
)


def test_an_answer_to_a_hidden_question_is_dropped_with_its_mistake():
    form = form_of(*HANGING, married="no", spouse="123", spouse_phone="x")
    assert form.is_valid(), form.errors
    assert answers_of(form) == {"married": False}


def test_a_question_that_is_asked_must_be_answered():
    form = form_of(*HANGING, married="yes", spouse="Lò Thị Mai", spouse_phone="")
    assert list(form.errors) == ["spouse_phone"]
    assert form.conditions


def test_the_browser_is_told_only_what_conditions_name():
    hanging = field("text", "b", when={"and": [{"var": "form.a"}, {"==": [{"var": "values.kind"}, "x"]}]})
    fields = parse_fields([field("yes_no"), hanging])
    facts = FACTS | {"values": {"kind": "x", "secret": "y"}}
    form = form_for(fields, {"earlier": 1}, facts=facts)
    assert json.loads(form.conditions)["known"] == {"values.kind": "x"}
    assert form_for(fields[:1], facts=facts).conditions == ""


PAGES = parse_pages(
    [
        {
            "key": "who",
            "title": {"vi": "Ai"},
            "fields": [field("yes_no", "self"), field("text", "name", required=False)],
        },
        {
            "key": "for_whom",
            "title": {"vi": "Cho ai"},
            "when": {"==": [{"var": "form.self"}, False]},
            "fields": [field("person_name", "other", prefill="child.full_name")],
        },
        {"key": "papers", "title": {"vi": "Giấy"}, "fields": [field("text", "p", when={"!": {"var": "form.other"}})]},
    ]
)


def keys(answers: dict) -> list[str]:
    return [screen.key for screen in screens(PAGES, answers, FACTS)]


def test_answers_open_and_close_screens():
    assert keys({}) == ["who", "papers"]
    assert keys({"self": True}) == ["who", "papers"]
    assert keys({"self": False}) == ["who", "for_whom", "papers"]
    assert keys({"self": False, "other": "Mai"}) == ["who", "for_whom"]
    assert keys({"self": True, "other": "Mai"}) == ["who", "papers"]


def test_one_goes_on_where_something_lacks():
    listed = screens(PAGES, {"self": False, "name": None}, FACTS)
    assert first_open(listed).key == "for_whom"
    assert [(screen.number, screen.total) for screen in listed] == [(1, 3), (2, 3), (3, 3)]
    assert screen_after(listed, "who").key == "for_whom"
    assert screen_before(listed, "for_whom").key == "who"
    assert screen_before(listed, "who") is None
    assert screen_after(listed, "papers") is None
    assert screen_of(listed, "nothing") is None
    done = {"self": False, "name": None, "other": "Mai"}
    assert first_open(screens(PAGES, done, FACTS)) is None


def test_only_answers_that_are_asked_are_filed():
    assert answers_that_count(PAGES, {"self": True, "other": "Mai", "p": "x", "z": 1}, FACTS) == {
        "self": True,
        "p": "x",
    }
    assert prefilled(PAGES[1].fields, {"child": {"full_name": "Mai"}}) == {"other": "Mai"}
    assert prefilled(PAGES[1].fields, {"child": {"full_name": ""}}) == {}


answers = st.fixed_dictionaries(
    {},
    optional={
        "self": st.sampled_from([True, False, None]),
        "name": st.none() | st.text(max_size=3),
        "other": st.none() | st.text(max_size=3),
        "p": st.none() | st.text(max_size=3),
    },
)


@given(answers)
def test_what_counts_is_what_is_asked(given_answers):
    counted = answers_that_count(PAGES, given_answers, FACTS)
    assert counted.items() <= given_answers.items()
    assert answers_that_count(PAGES, counted, FACTS) == counted
    assert keys(counted) == keys(given_answers)
    everything = [one for page in PAGES for one in page.fields]
    assert set(heard(everything, given_answers, FACTS)) <= {one.key for one in asked(everything, given_answers, FACTS)}
    missing = first_unanswered(everything, given_answers, FACTS)
    assert missing is None or given_answers.get(missing) in (None, "")


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=12)), st.sampled_from(sorted(FieldType)))
def test_nothing_that_is_typed_breaks_a_form(typed, kind):
    if kind in ("place", "file"):
        return
    more = {"choices": CHOICES} if kind.startswith("choice") else {}
    form = form_of(field(kind, **more), field("text", "b", when={"var": "form.a"}), **typed)
    if form.is_valid():
        json.dumps(answers_of(form), allow_nan=False)


def test_today_is_the_day_of_the_province_when_not_told(time_machine):
    time_machine.move_to("2026-11-21T18:00:00Z")
    form = form_for(parse_fields([field("date", max="today")]), data={"a": "22/11/2026"})
    assert form.is_valid(), form.errors
    assert form.facts["today"] == date(2026, 11, 22).isoformat()


OLDER = {">=": [{"years_between": [{"var": "form.mother"}, {"var": "form.child"}]}, 10]}
TOO_YOUNG = {"vi": "Mẹ phải hơn con ít nhất 10 tuổi.", "en": "A mother is at least 10 years older."}
FAMILY = [field("date", "child"), field("date", "mother", required=False, guard=OLDER, refusal=TOO_YOUNG)]


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    ("language", "told"), [("vi", TOO_YOUNG["vi"]), ("en-gb", TOO_YOUNG["en"]), ("id", TOO_YOUNG["vi"])]
)
def test_an_answer_that_cannot_be_beside_another_is_refused_with_the_sentence_of_its_question(language, told):
    form = form_of(*FAMILY, child="20/11/2026", mother="05/11/2024", language=language)
    assert form.errors == {"mother": [told]}
    assert form_of(*FAMILY, child="20/11/2026", mother="20/11/2016").is_valid()


def test_the_other_answer_may_lie_on_an_earlier_screen():
    later = parse_fields(FAMILY)[1:]
    form = form_for(later, {"child": "2026-11-20"}, data={"mother": "05/11/2024"}, facts=FACTS)
    assert form.errors == {"mother": [TOO_YOUNG["vi"]]}


def test_a_guard_is_silent_while_something_that_it_names_is_missing():
    assert form_of(*FAMILY, child="20/11/2026", mother="").is_valid()
    assert form_for(parse_fields(FAMILY)[1:], data={"mother": "05/11/2024"}, facts=FACTS).is_valid()
    assert set(form_of(*FAMILY, child="", mother="05/11/2024").errors) == {"child"}


def test_what_comes_without_a_form_is_held_against_the_same_guards():
    pages = parse_pages([{"key": "one", "title": {"vi": "Một"}, "fields": FAMILY}])
    wrong, right = {"child": "2026-11-20", "mother": "2024-11-05"}, {"child": "2026-11-20", "mother": "1999-01-01"}
    assert [one.key for one in refused(pages, wrong)] == ["mother"]
    assert refused(pages, right) == refused(pages, {"mother": "2024-11-05"}) == []
    assert first_refused(pages[0].fields, wrong) == pages[0].fields[1]
    assert first_refused(pages[0].fields, right) is None


def test_a_guard_of_a_question_that_is_not_asked_says_nothing():
    hidden = {**FAMILY[1], "when": {"var": "form.known"}}
    pages = parse_pages(
        [{"key": "one", "title": {"vi": "Một"}, "fields": [field("yes_no", "known"), FAMILY[0], hidden]}]
    )
    wrong = {"child": "2026-11-20", "mother": "2024-11-05"}
    assert refused(pages, {"known": False, **wrong}) == []
    assert [one.key for one in refused(pages, {"known": True, **wrong})] == ["mother"]
    assert form_of(
        field("yes_no", "known"), FAMILY[0], hidden, known="no", child="20/11/2026", mother="05/11/2024"
    ).is_valid()
