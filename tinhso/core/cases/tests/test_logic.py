"""Conditions: shared vectors, no data that breaks them, and the browser's answers beside Python's."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.browsing import chromium
from tinhso.core.cases.domain.logic import OPERATIONS, holds, work_out

VECTORS = json.loads((Path(__file__).parent / "logic_vectors.json").read_text(encoding="utf-8"))
SCRIPT = Path(__file__).parent.parent / "static" / "cases" / "logic.js"

days = st.dates().map(lambda day: day.isoformat())
numbers = st.integers(-(2**70), 2**70) | st.integers(-20, 20) | st.floats(allow_nan=False, allow_infinity=False)
leaves = (
    st.none()
    | st.booleans()
    | numbers
    | st.text(max_size=6)
    | days
    | st.sampled_from(["a", "b", "a.0", "b.c", "0", ""])
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c", "__proto__"]), inner),
    max_leaves=8,
)
names = st.sampled_from([*sorted(OPERATIONS), "var", "var", "==", "unknown", "__proto__"])
expressions = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(names, st.lists(inner, max_size=4)).map(lambda pair: {pair[0]: pair[1]})
        | st.tuples(names, inner).map(lambda pair: {pair[0]: pair[1]})
    ),
    max_leaves=12,
)


def answered_in_a_browser(questions: list[dict]) -> list:
    with chromium() as browser:
        return _answered(browser.new_page(), questions)


def _answered(page: Page, questions: list[dict]) -> list:
    page.set_content("<!doctype html><title>.</title>")
    page.add_script_tag(type="module", content=SCRIPT.read_text(encoding="utf-8") + "\nwindow.ask = workOut;")
    page.wait_for_function("() => Boolean(window.ask)")
    asked = json.dumps(questions)
    told = page.evaluate("text => JSON.stringify(JSON.parse(text).map(one => window.ask(one.logic, one.data)))", asked)
    return json.loads(told)


def alike(one: object, other: object) -> bool:
    """JSON knows no difference between 1 and 1.0, but one between 1 and true; a browser's numbers are doubles."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name]) for name in one)
    if type(one) in (int, float) and type(other) in (int, float):
        return float(one) == float(other)
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: json.dumps(vector["logic"])[:60])
def test_a_vector(vector):
    assert alike(work_out(vector["logic"], vector["data"]), vector["answer"])


def test_every_operation_has_vectors():
    told = json.dumps([vector["logic"] for vector in VECTORS])
    assert [name for name in OPERATIONS if f'{{"{name}":' not in told] == []


@pytest.mark.browser
def test_the_browser_gives_the_answers_of_the_vectors():
    answers = answered_in_a_browser(VECTORS)
    wrong = [(one, told) for one, told in zip(VECTORS, answers, strict=True) if not alike(told, one["answer"])]
    assert wrong == []


@pytest.mark.browser
def test_the_browser_and_python_agree_on_anything():
    questions: list[dict] = []

    @settings(max_examples=600, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(expressions, values)
    def gather(logic, data):
        questions.append({"logic": logic, "data": data})

    gather()
    answers = answered_in_a_browser(questions)
    wrong = [
        (one, told, work_out(one["logic"], one["data"]))
        for one, told in zip(questions, answers, strict=True)
        if not alike(told, work_out(one["logic"], one["data"]))
    ]
    assert len(questions) >= 500
    assert wrong[:3] == []


@given(expressions, values)
def test_no_condition_and_no_data_break_it(logic, data):
    told = work_out(logic, data)
    assert json.loads(json.dumps(told)) == told
    assert holds(logic, data) in (True, False)


@given(st.one_of(st.binary(), st.sets(st.integers()), st.dates(), st.decimals(), st.floats(), st.fractions()))
def test_what_json_does_not_know_breaks_nothing(stranger):
    for name in OPERATIONS:
        json.dumps(work_out({name: [{"var": "x"}, {"var": "x"}]}, {"x": stranger}), allow_nan=False)


@given(numbers, numbers)
def test_money_is_exact(one, other):
    assert holds({"==": [{"-": [{"+": [one, other]}, other]}, one]}, None)


def test_no_condition_holds():
    assert holds(None, {})
    assert not holds(False, {})
    assert not holds({}, {})
