"""Definitions: every fault at its place, what changed said in words, the drawing, the sample cases."""

import copy
import json
from dataclasses import fields as fields_of
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tinhso.core.calendar.domain import DayKind, WorkingCalendar
from tinhso.core.cases.domain.conditions import ARGUMENTS
from tinhso.core.cases.domain.definition import BadDefinition, FieldType, parse, parse_fields, parse_pages, read
from tinhso.core.cases.domain.diff import Sort, changes
from tinhso.core.cases.domain.facts import Told
from tinhso.core.cases.domain.flow import draw
from tinhso.core.cases.domain.logic import OPERATIONS
from tinhso.core.cases.domain.samples import before_the_longest_rest, dumped, read_sample, sample_of, ways
from tinhso.core.cases.domain.saying import CLOCKS, HANDS, KINDS, TYPES, say_role
from tinhso.core.cases.domain.schema import schema
from tinhso.core.cases.domain.simulation import Hand, Sample, Step, simulate
from tinhso.core.cases.domain.soundness import CASE_NAMES
from tinhso.core.cases.tests.stories import ERRAND

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TET = {date(2026, 2, 14) + timedelta(days=step): DayKind.OFF for step in range(9)}
"""14–22/2/2026: nine days of rest."""
CALENDAR = WorkingCalendar(days=TET)


def changed(path: str, value: object = None, *, gone: bool = False) -> dict:
    """The errand with one place in it changed: `actions.accept.to`."""
    document = copy.deepcopy(ERRAND)
    *steps, last = path.split(".")
    here = document
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    if gone:
        del here[last]
    else:
        here[int(last) if isinstance(here, list) else last] = value
    return document


def faults(document: object) -> dict[str, str]:
    with pytest.raises(BadDefinition) as bad:
        parse(document)
    return {fault.path: fault.sentence for fault in bad.value.faults}


def at(day: int, hour: int = 9, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_the_errand_of_the_stories_is_sound():
    blueprint = parse(ERRAND)
    assert next(iter(blueprint.states)) == blueprint.start == "filed"
    assert [action.code for action in blueprint.actions_from("filed")] == ["accept", "refuse"]
    assert read(ERRAND) == blueprint


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("start", "nowhere", "$.start"),
        ("start", "done", "$.start"),
        ("code", "Việc nhỏ", "$.code"),
        ("code", "stories.errand\n", "$.code"),
        ("title", {"en": "Errand"}, "$.title.vi"),
        ("title", {"vi": "Việc", "fr": "x"}, "$.title.fr"),
        ("term", {"unit": "working_days"}, "$.term.value"),
        ("term", {"unit": "weeks", "value": 1}, "$.term.unit"),
        ("term", {"unit": "working_days", "value": 1.25}, "$.term.value"),
        ("term", {"unit": "days", "value": 1.5}, "$.term.value"),
        ("term.value", "năm", "$.term.value"),
        ("states.filed.role", "applicant", "$.states.filed.role"),
        ("states.filed.role", "leader", "$.states.filed.role"),
        ("states.filed.role", "mayor", "$.states.filed.role"),
        ("states.done.outcome", "Xong!", "$.states.done.outcome"),
        ("states.lost", {"title": {"vi": "Lạc"}, "kind": "open", "role": "officer"}, "$.states.lost"),
        ("actions.accept.to", "nowhere", "$.actions.accept.to"),
        ("actions.accept.from", ["nowhere"], "$.actions.accept.from[0]"),
        ("actions.accept.from", [], "$.actions.accept.from"),
        ("actions.accept.who", ["mayor"], "$.actions.accept.who[0]"),
        ("actions.accept.icon", "no-such-icon", "$.actions.accept.icon"),
        ("actions.accept.colour", "red", "$.actions.accept.colour"),
        ("actions.accept.guard", {"==": [{"var": "form.nothing"}, 1]}, "$.actions.accept.guard.==[0].var"),
        ("actions.sign.guard", {"==": [{"var": "case.colour"}, 1]}, "$.actions.sign.guard.==[0].var"),
        ("actions.sign.guard", {"is": [{"var": "today"}, 1]}, "$.actions.sign.guard.is"),
        ("actions.sign.guard", {"<": [{"var": "today"}]}, "$.actions.sign.guard.<"),
        ("actions.sign.guard", {"<": [1, 2]}, "$.actions.sign.guard"),
        ("actions.sign.guard", {"var": 3}, "$.actions.sign.guard.var"),
        ("actions.sign.guard", {"a": 1, "b": 2}, "$.actions.sign.guard"),
        (
            "actions.refuse.form",
            [{"key": "a", "type": "choice", "label": {"vi": "A"}}],
            "$.actions.refuse.form[0].choices",
        ),
        ("actions.refuse.form.0.type", "poem", "$.actions.refuse.form[0].type"),
        ("actions.refuse.form.0.min", 3, "$.actions.refuse.form[0].min"),
        ("actions.refuse.form.0.when", {"var": "form.reason"}, "$.actions.refuse.form[0].when.var"),
        ("actions.refuse.form.0.guard", {"var": "form.reason"}, "$.actions.refuse.form[0].refusal"),
        ("extension.at_most", {"unit": "same_day"}, "$.extension.at_most.unit"),
        ("escalation", [{"to": "head"}], "$.escalation[0]"),
    ],
)
def test_a_fault_is_told_at_its_place(path, value, fault):
    told = faults(changed(path, value))
    assert fault in told
    assert all(sentence and "%(" not in sentence for sentence in told.values())


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("start", "$.start"),
        ("states.filed.role", "$.states.filed.role"),
        ("states.papers.within", "$.states.papers.within"),
        ("states.done.outcome", "$.states.done.outcome"),
        ("actions.sign.refusal", "$.actions.sign.refusal"),
        ("actions.bring", "$.states.papers"),
        ("actions.sign", "$.states.ready"),
        ("actions.hand_out", "$.states.ready"),
    ],
)
def test_what_is_missing_is_told_at_its_place(path, fault):
    assert fault in faults(changed(path, gone=True))


def test_a_case_that_could_never_end_is_refused():
    document = copy.deepcopy(ERRAND)
    document["actions"]["hand_out"]["to"] = "working"
    document["actions"]["refuse"]["from"] = ["filed"]
    told = faults(document)
    assert {"$.states.working", "$.states.signing", "$.states.ready", "$.states.papers"} <= told.keys()
    assert "$.states.filed" not in told
    assert "$.states.done" in told


def test_loops_in_loops_are_refused():
    loops: object = {"var": "z"}
    for _ in range(2):
        loops = {"some": [[1], loops]}
    parse(changed("actions.sign.guard", {"and": [{"var": "values.a"}, loops]}))
    [place] = faults(changed("actions.sign.guard", {"and": [{"var": "values.a"}, {"all": [[1], loops]}]}))
    assert place == "$.actions.sign.guard.and[1].all[1].some[1].some"
    deep: object = {"var": "values.a"}
    for _ in range(25):
        deep = {"!": [deep]}
    assert "$.actions.sign.guard" in faults(changed("actions.sign.guard", deep))


def test_values_that_are_listed_are_the_only_ones():
    document = changed("values", ["paid"])
    assert parse(document).values == {"paid"}
    assert "$.actions.sign.guard.==[0].var" in faults(document | {"values": ["unpaid"]})


def test_fields_and_pages_alone_are_checked():
    label = {"vi": "A"}
    with pytest.raises(BadDefinition) as twice:
        parse_fields([{"key": "a", "type": "text", "label": label}] * 2)
    assert [fault.path for fault in twice.value.faults] == ["$[1].key"]
    page = {"key": "p", "title": label, "fields": [{"key": "a", "type": "text", "label": label}]}
    later = {"key": "q", "title": label, "when": {"var": "form.a"}, "fields": []}
    assert [one.key for one in parse_pages([page, later])] == ["p", "q"]
    guarded = {"key": "b", "type": "text", "label": label, "guard": {"==": [{"var": "form.a"}, {"var": "form.b"}]}}
    with pytest.raises(BadDefinition) as unknown:
        parse_fields([{**guarded, "refusal": label}])
    assert [fault.path for fault in unknown.value.faults] == ["$[0].guard.==[0].var"]
    with pytest.raises(BadDefinition) as unknown:
        parse_pages([later, page])
    assert [fault.path for fault in unknown.value.faults] == ["$[0].when.var"]


def test_the_schema_is_one_and_knows_what_the_code_knows():
    whole = schema()
    Draft202012Validator.check_schema(whole)
    assert set(whole["$defs"]["field"]["properties"]["type"]["enum"]) == set(FieldType) == set(TYPES)
    assert set(whole["$defs"]["action"]["properties"]["clock"]["enum"]) == set(CLOCKS)
    assert set(whole["$defs"]["state"]["properties"]["kind"]["enum"]) == set(KINDS)
    assert {field.name for field in fields_of(Told)} == CASE_NAMES
    assert ARGUMENTS.keys() == OPERATIONS
    assert set(HANDS) == set(Hand)


places = st.sampled_from(
    [
        "title", "code", "start", "term", "term.unit", "term.value", "states", "states.filed", "states.filed.kind",
        "states.papers.within", "actions", "actions.accept", "actions.accept.from", "actions.accept.to",
        "actions.sign.guard", "actions.refuse.form", "actions.refuse.form.0", "extension", "extension.at_most",
        "escalation", "escalation.0", "values",
    ]
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(places, anything)
def test_any_document_is_read_or_refused_with_places(path, value):
    try:
        blueprint = parse(changed(path, value))
    except BadDefinition as bad:
        assert bad.faults
        assert all(fault.path.startswith("$") for fault in bad.faults)
    else:
        assert blueprint.states[blueprint.start]
        draw(blueprint)


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("term.value", 3, "$.term", ["5", "3"]),
        ("actions.accept.who", ["head"], "$.actions.accept.who", [say_role("officer"), say_role("head")]),
        ("actions.accept.to", "signing", "$.actions.accept.to", ["Đang làm", "Chờ ký"]),
        ("states.filed.within.value", 4, "$.states.filed.within", ["8", "4"]),
        ("actions.refuse.form.0.required", False, "$.actions.refuse.form.reason", ["Lý do"]),
        ("actions.sign.guard", {"var": "values.x"}, "$.actions.sign.guard", ["values.paid", "values.x"]),
        ("extension.times", 2, "$.extension", ["1", "2"]),
        ("escalation", [], "$.escalation", ["1"]),
    ],
)
def test_a_change_is_said_in_words(path, value, place, words):
    [change] = changes(parse(ERRAND), read(changed(path, value)), "vi")
    assert (change.sort, change.path) == (Sort.CHANGED, place)
    assert [word for word in words if word not in change.sentence] == []


def test_what_came_and_went_is_said():
    document = copy.deepcopy(ERRAND)
    document["actions"]["hurry"] = document["actions"].pop("propose")
    document["states"]["resting"] = document["states"]["papers"]
    told = [(change.sort, change.path) for change in changes(parse(ERRAND), read(document))]
    assert (Sort.REMOVED, "$.actions.propose") in told
    assert (Sort.ADDED, "$.actions.hurry") in told
    assert (Sort.ADDED, "$.states.resting") in told


@given(places, anything)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_two_versions_differ_exactly_when_something_is_said(path, value):
    before = parse(ERRAND)
    assert changes(before, before) == []
    try:
        after = parse(changed(path, value))
    except BadDefinition:
        return
    one, other = (changes(before, after), changes(after, before))
    assert bool(one) == bool(other) == (before != after)
    assert len(one) == len(other)


def test_a_drawing_has_every_state_and_action_and_nothing_overlaps():
    document = changed("actions.refuse.guard", {"!": {"var": "values.paid"}})
    document["actions"]["refuse"]["refusal"] = {"vi": "Đã thu lệ phí."}
    blueprint = parse(document)
    flow = draw(blueprint)
    assert [box.state.code for box in flow.boxes] == list(blueprint.states)
    assert set(flow.numbers) == set(blueprint.actions)
    pins = [(arc.x, arc.y) for arc in flow.arcs]
    assert len(set(pins)) == len(pins)
    assert all(0 < arc.x < flow.width and 0 < arc.y < flow.height for arc in flow.arcs)
    assert all(abs(one[0] - two[0]) >= 24 or abs(one[1] - two[1]) >= 20 for one, two in combinations(pins, 2))


def test_a_sample_waits_for_papers_over_tet():
    steps = (
        Step(action="accept", at=at(10)),
        Step(action="ask", at=at(11), by="officer"),
        Step(action="bring", at=at(23), by="applicant", answers={"paper": "x"}),
    )
    stages = simulate(parse(ERRAND), Sample(opened_at=at(10, 8), steps=steps), CALENDAR)
    assert [stage.state.code for stage in stages] == ["filed", "working", "papers", "working"]
    assert [stage.hand for stage in stages] == [Hand.WAITS, Hand.RUNS, Hand.STANDS, Hand.RUNS]
    assert stages[1].due_at == datetime(2026, 2, 24, 17, tzinfo=ZONE)
    assert stages[3].due_at == datetime(2026, 2, 27, 17, tzinfo=ZONE)
    assert [stage.refusal for stage in stages] == [""] * 4


def test_refusals_are_said_and_change_nothing():
    steps = (
        Step(action="sign", at=at(10)),
        Step(action="accept", at=at(10), by="applicant"),
        Step(action="dance", at=at(10)),
        Step(action="accept", at=at(9)),
        Step(action="refuse", at=at(11)),
        Step(action="accept", at=at(11)),
        Step(action="propose", at=at(11)),
        Step(action="sign", at=at(11)),
    )
    stages = simulate(parse(ERRAND), Sample(opened_at=at(10), steps=steps), CALENDAR)
    assert [bool(stage.refusal) for stage in stages] == [False, *[True] * 5, False, False, True]
    assert "Lý do" in stages[5].refusal
    assert stages[-1].refusal == "Chưa nộp lệ phí."
    assert stages[-1].state.code == "signing"


def test_each_end_has_a_way_and_its_sample_reaches_it():
    blueprint = parse(ERRAND)
    found = ways(blueprint)
    assert [way.end.code for way in found] == ["refused", "done"]
    for way in found:
        sample = sample_of(way.actions, {"paid": True}, at(12), CALENDAR)
        stages = simulate(blueprint, sample, CALENDAR)
        assert [stage.refusal for stage in stages if stage.refusal] == []
        assert stages[-1].state == way.end
        assert stages[-1].hand is Hand.ENDED
        assert read_sample(json.loads(json.dumps(dumped(sample, ZONE))), ZONE) == sample


def test_the_longest_rest_of_the_year_is_tet():
    assert before_the_longest_rest(CALENDAR, date(2026, 1, 1)) == date(2026, 2, 13)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ([], "$"),
        ({"opened_at": "mai"}, "$.opened_at"),
        ({"opened_at": "2026-02-10", "steps": 3}, "$.steps"),
        ({"opened_at": "2026-02-10", "steps": [{"action": "x", "at": "9h"}]}, "$.steps[0].at"),
        ({"opened_at": "9999-02-10"}, "$.opened_at"),
        ({"opened_at": "2026-02-10", "values": []}, "$.values"),
    ],
)
def test_a_sample_that_cannot_be_read_is_told_at_its_place(said, place):
    with pytest.raises(BadDefinition) as bad:
        read_sample(said, ZONE)
    assert place in {fault.path for fault in bad.value.faults}


tries = st.lists(
    st.tuples(
        st.sampled_from([*ERRAND["actions"], "nothing"]),
        st.integers(0, 60 * 24 * 40),
        st.sampled_from(["", "officer", "head", "applicant"]),
        st.sampled_from([{}, {"reason": "Không đủ giấy"}, {"stars": 5}, {"paper": None}]),
    ),
    max_size=14,
)


@settings(deadline=None)
@given(tries, st.booleans(), st.booleans())
def test_any_walk_ends_in_a_known_state_with_a_due_time(tried, paid, received):
    blueprint = parse(ERRAND)
    moments = sorted(minutes for _action, minutes, _by, _answers in tried)
    steps = tuple(
        Step(action=action, at=at(5) + timedelta(minutes=minutes), by=by, answers=answers)
        for (action, _minutes, by, answers), minutes in zip(tried, moments, strict=True)
    )
    sample = Sample(opened_at=at(5), values={"paid": paid}, steps=steps, received_at=at(5) if received else None)
    stages = simulate(blueprint, sample, CALENDAR)
    assert len(stages) == len(steps) + 1
    for before, after in pairwise(stages):
        assert after.at >= before.at
        if after.refusal:
            assert (after.state, after.due_at, after.hand) == (before.state, before.due_at, before.hand)
        else:
            assert after.state.code == blueprint.actions[after.tried].leads_to(before.state.code)
        assert CALENDAR.is_working_day(after.due_at.date())


def test_the_schema_names_every_operation_and_every_fact():
    told = schema()["$defs"]["logic"]["description"]
    assert [name for name in OPERATIONS if f" {name}," not in told and f" {name}." not in told] == []
    assert [name for name in CASE_NAMES if f"case.{name}," not in told] == []
