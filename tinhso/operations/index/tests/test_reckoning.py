"""Formulas, totals and choices as properties; nothing known never becomes 0."""

import json
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tinhso.operations.index.domain import choosing
from tinhso.operations.index.domain.catalogue import BadCatalogue, read
from tinhso.operations.index.domain.choosing import NoAnswer, Option, choose
from tinhso.operations.index.domain.formulas import Formula, Outcome, Why
from tinhso.operations.index.domain.scoring import merged, ranks, score, score_shares
from tinhso.operations.index.domain.solver import solve

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMULAS: TypeAdapter[Formula] = TypeAdapter(Formula)
RATIO = {"kind": "ratio", "top": "got", "bottom": "all"}
STEPS = {"kind": "steps", "value": "value", "steps": [{"at_least": n, "wins": n / 4} for n in (1, 2, 3, 4)]}


def won(formula: dict[str, object], **figures: float | None) -> Outcome:
    return FORMULAS.validate_python(formula).won(figures)


def document(**changed: object) -> dict[str, object]:
    """A small catalogue: one main index of 100 points with two components of 60 and 40."""
    figures = [{"key": "got"}, {"key": "all"}]
    components = [
        {"code": code, "title": "Tiêu chí", "most": most, "formula": RATIO, "figures": figures}
        for code, most in (("1.1", 60), ("1.2", 40))
    ]
    main = {"code": "main", "number": 1, "title": "Chỉ số", "most": 100, "components": components}
    whole = {
        "code": "small", "version": "1", "level": "province", "title": "Nhỏ", "law": "-", "first_year": 2026,
        "scale": 1000, "mains": [main],
    }  # fmt: skip
    return whole | changed


def component(**changed: object) -> dict[str, object]:
    """The same with its first component changed."""
    whole = json.loads(json.dumps(document()))
    whole["mains"][0]["components"][0] |= changed
    return dict(whole)


@pytest.mark.parametrize(
    ("formula", "figures", "outcome"),
    [
        (RATIO, {"got": 3, "all": 4}, Outcome(0.75)),
        (RATIO, {"got": 0, "all": 4}, Outcome(0.0)),
        (RATIO, {"got": None, "all": 4}, Outcome(None, Why.MISSING)),
        (RATIO, {"got": 0, "all": 0}, Outcome(None, Why.NOTHING_TO_COUNT)),
        (RATIO, {"got": 5, "all": 4}, Outcome(None, Why.OVER_FULL)),
        (RATIO, {"got": -1, "all": 4}, Outcome(None, Why.NEGATIVE)),
        (RATIO | {"kind": "threshold", "full_at": 0.5}, {"got": 3, "all": 4}, Outcome(1.0)),
        (RATIO | {"kind": "threshold", "full_at": 0.5}, {"got": 1, "all": 4}, Outcome(0.5)),
        (STEPS, {"value": 3}, Outcome(0.75)),
        (STEPS, {"value": 0}, Outcome(0.0)),
        (STEPS, {}, Outcome(None, Why.MISSING)),
        ({"kind": "yes_no", "value": "yes"}, {"yes": 1}, Outcome(1.0)),
        ({"kind": "yes_no", "value": "yes"}, {}, Outcome(None, Why.MISSING)),
        ({"kind": "count", "value": "value", "enough": 5}, {"value": 9}, Outcome(1.0)),
        ({"kind": "count", "value": "value", "enough": 5}, {"value": 2}, Outcome(0.4)),
    ],
)
def test_each_archetype_answers_and_says_why_it_cannot(
    formula: dict[str, object], figures: dict[str, float | None], outcome: Outcome
):
    assert won(formula, **figures) == outcome


def test_one_unknown_sub_item_makes_the_whole_unknown():
    items = [{"title": "a", "worth": 0.5, "formula": RATIO}, {"title": "b", "worth": 0.5, "formula": STEPS}]
    assert won({"kind": "items", "items": items}, got=1, all=2, value=4) == Outcome(0.75)
    assert won({"kind": "items", "items": items}, got=1, all=2) == Outcome(None, Why.MISSING)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (component(formula=RATIO | {"top": "other"}), "asks for other"),
        (component(formula=None, most=70), "worth more than its maximum"),
        (component(code="1.2"), "stands twice: 1.2"),
        (component(formula={"kind": "threshold", "top": "got", "bottom": "all", "full_at": 0}), "greater than 0"),
        (component(formula=STEPS | {"steps": [{"at_least": 1, "wins": 1}, {"at_least": 2, "wins": 0.5}]}), "wins less"),
        (component(figures=[{"key": "got"}, {"key": "all"}, {"key": "idle"}]), "never asks for idle"),
        (document(last_year=2020), "ends before it begins"),
        (document(pillars=[{"code": "p", "title": "P", "mains": ["x"]}]), "names x"),
        (document(strange=1), "Extra inputs"),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_where_and_why(bad: dict[str, object], told: str):
    with pytest.raises(BadCatalogue) as refused:
        read(bad)
    assert told in " ".join(refused.value.problems)


@CALM
@given(st.integers(0, 50) | st.none(), st.integers(0, 50) | st.none())
def test_what_is_not_known_is_told_beside_the_points_and_never_lost(got: int | None, other: int | None):
    found = score(read(document()), {"1.1": {"got": got, "all": 50}, "1.2": {"got": other, "all": 50}})
    known = [most * value / 50 for most, value in ((60, got), (40, other)) if value is not None]
    assert found.won == (pytest.approx(sum(known)) if known else None)
    assert found.unknown == pytest.approx(10 * ((60 if got is None else 0) + (40 if other is None else 0)))
    shares = {"1.1": None if got is None else got / 50, "1.2": None if other is None else other / 50}
    assert score_shares(read(document()), shares).won == found.won


@CALM
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 20), min_size=1))
def test_ranks_share_and_skip(values: dict[str, int]):
    found = ranks({name: value / 20 for name, value in values.items()})
    for one, other in combinations(values, 2):
        assert (found[one] < found[other]) == (values[one] > values[other])
    assert min(found.values()) == 1
    assert all(place == 1 + sum(v > values[name] for v in values.values()) for name, place in found.items())


def test_a_main_index_that_one_former_province_lacks_is_not_rebased():
    assert merged([{"a": 0.2, "b": 0.4}, {"a": 0.4}]) == {"a": pytest.approx(0.3)}
    assert merged([]) == {}


MEASURES = st.lists(
    st.builds(
        Option,
        cost=st.integers(0, 9).map(lambda many: many * 1_000_000),
        effects=st.dictionaries(st.sampled_from("abc"), st.integers(1, 8).map(float), min_size=1),
        either=st.sampled_from(["", "", "x"]),
    ),
    max_size=7,
)  # fmt: skip


@CALM
@given(MEASURES, st.integers(0, 25), st.integers(0, 12))
def test_the_solver_finds_what_trying_every_set_finds(options: list[Option], million: int, room: int):
    rooms, budget = dict.fromkeys("abc", float(room)), million * 1_000_000
    if len(options) > 2:
        options[2] = Option(cost=options[2].cost, effects=options[2].effects, needs=0)
    listed = [vars_of(one) for one in options]
    answer = (
        solve({"measures": listed, "rooms": rooms, "budgets": [budget], "seconds": 5})[0]
        if listed
        else {"points": 0.0, "bound": 0.0, "chosen": []}
    )
    best = max(points_of(options, chosen, rooms) for chosen in allowed(options, budget))
    assert answer["points"] == pytest.approx(best, abs=1e-5)
    assert answer["bound"] == pytest.approx(best, abs=1e-3)
    assert tuple(answer["chosen"]) in set(allowed(options, budget))


def vars_of(one: Option) -> dict[str, object]:
    return {"cost": one.cost, "effects": dict(one.effects), "either": one.either, "needs": one.needs}


def allowed(options: list[Option], budget: int) -> list[tuple[int, ...]]:
    """Every set that may be chosen, by trying all."""
    places = range(len(options))
    sets = [chosen for many in range(len(options) + 1) for chosen in combinations(places, many)]
    return [
        chosen for chosen in sets
        if sum(options[one].cost for one in chosen) <= budget
        and sum(options[one].either == "x" for one in chosen) <= 1
        and all(options[one].needs in (None, *chosen) for one in chosen)
    ]  # fmt: skip


def points_of(options: list[Option], chosen: tuple[int, ...], rooms: dict[str, float]) -> float:
    brought = {code: sum(options[one].effects.get(code, 0) for one in chosen) for code in rooms}
    return sum(min(room, brought[code]) for code, room in rooms.items())


def test_the_solver_answers_from_a_process_of_its_own():
    options = [Option(cost=4_000_000, effects={"a": 5.0}), Option(cost=3_000_000, effects={"a": 3.0, "b": 1.0})]
    small, large = choose(options, {"a": 6.0, "b": 9.0}, [5_000_000, 7_000_000])
    assert (small.chosen, small.points, small.is_proven) == ((0,), 5.0, True)
    assert (large.chosen, large.points) == ((0, 1), 7.0)
    assert choose([], {}, [1])[0].chosen == ()


def test_a_solver_that_is_silent_is_an_answer_too(monkeypatch: pytest.MonkeyPatch):
    def silent(*_command: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired("solver", 1)

    monkeypatch.setattr(choosing.subprocess, "run", silent)
    with pytest.raises(NoAnswer):
        choose([Option(cost=1, effects={"a": 1.5})], {"a": 3.25}, [77])


def test_the_web_server_never_loads_the_solver():
    script = "import django; django.setup(); import tinhso.site.urls, sys; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode == 0
