"""Our rules judge as Prometheus does: random rules and time-lines, every state compared by `promtool test rules`."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tinhso.operations.alerts.domain.judging import go_on, read, sees
from tinhso.operations.alerts.domain.readings import Measure, Meter
from tinhso.operations.alerts.domain.rules import RuleTold, checked
from tinhso.operations.alerts.domain.words import Kind, Side, State
from tinhso.operations.alerts.tests.promql import FIRST, expected, rule_file, series

PROMTOOL = shutil.which("promtool")
LENGTH, TOGETHER = 14, 12
NOT_AT_A_LIMIT = 1e-6
if PROMTOOL is None and os.environ.get("CI") == "true":
    pytest.fail("promtool is missing: install Debian's package prometheus.", pytrace=False)
pytestmark = pytest.mark.skipif(PROMTOOL is None, reason="NOT COMPARED WITH PROMETHEUS: promtool is missing")

numbers = st.integers(0, 12)
half = st.integers(0, 24).map(lambda number: number / 2 + 0.25)
days = st.dictionaries(st.integers(0, LENGTH - 1), st.tuples(numbers, numbers), max_size=LENGTH).map(
    lambda known: {FIRST + timedelta(days=gone): sums for gone, sums in known.items()}
)


@st.composite
def rules(draw):
    """Any rule that may be published, with how its number is read; changes and lines at values no number falls on."""
    kind, side = draw(st.sampled_from(list(Kind))), draw(st.sampled_from(list(Side)))
    measure, lasting = draw(st.sampled_from(list(Measure))), draw(st.booleans())
    scale = 8 if measure is Measure.SHARE or kind is Kind.CHANGE else 1
    value = draw(half) * scale
    easier = draw(half) * scale / 3
    clear = draw(st.sampled_from([None, value - easier if side is Side.ABOVE else value + easier]))
    rule = RuleTold(
        indicator="any", kind=kind, side=side, value=value, clear=clear, window=draw(st.integers(1, 4)),
        back=draw(st.integers(1, 3)), hold_hours=24 * draw(st.integers(0, 3)), keep_hours=24 * draw(st.integers(0, 3)),
    )  # fmt: skip
    assume(kind is not Kind.FORECAST or rule.window > 2)
    assume(kind is Kind.CHANGE or measure is not Measure.SHARE or clear is None or 0 <= clear <= 100)
    return checked(rule, measure), Meter(measure, lasting)


def ours(rule, meter, known) -> list[str]:
    """How the alert of one place stands, day by day; empty: it does not."""
    flame, told = None, []
    for gone in range(LENGTH):
        at = timezone.make_aware(datetime(2026, 1, 1, 12)) + timedelta(days=gone)
        reading = read(rule, meter, known, FIRST + timedelta(days=gone))
        limits = [one for one in (rule.value, rule.clear) if one is not None and reading.value is not None]
        assume(all(abs(reading.value - one) > NOT_AT_A_LIMIT for one in limits) or rule.kind is Kind.ABSENCE)
        flame = go_on(flame, sees(rule, reading), rule, at)
        flame = None if flame and flame.state is State.ENDED else flame
        told.append(flame.state.value if flame else "")
    return told


def compared(folder, cases: Sequence[tuple]) -> subprocess.CompletedProcess[str]:
    """All cases in one run: each its own group of rules, each judged at every step."""
    groups, tests = [], []
    for number, (rule, meter, places) in enumerate(cases):
        name = f"r{number}"
        groups.append(rule_file(name, rule, meter.measure, lasting=meter.lasting))
        states = {place: ours(rule, meter, known) for place, known in places.items()}
        steps = [{place: told[step] for place, told in states.items() if told[step]} for step in range(LENGTH)]
        tests.append(
            {
                "name": f"{rule!r} {meter!r}", "interval": "1m", "input_series": series(name, places, LENGTH),
                "promql_expr_test": expected(name, steps),
            }
        )  # fmt: skip
    (folder / "rules.yml").write_text(json.dumps({"groups": groups}))
    (folder / "tests.yml").write_text(
        json.dumps({"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": tests})
    )
    return subprocess.run(
        [PROMTOOL, "test", "rules", "tests.yml"], cwd=folder, capture_output=True, text=True, check=False
    )


case = st.tuples(rules(), days, days).map(lambda one: (*one[0], {"1": one[1], "2": one[2]}))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(case, min_size=TOGETHER, max_size=TOGETHER))
def test_every_state_is_that_of_prometheus(tmp_path_factory, cases):
    done = compared(tmp_path_factory.mktemp("promtool"), cases)
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]


def test_a_wrong_state_would_be_found(tmp_path):
    """The comparison can fail: the same time-line under a rule that waits one day longer."""
    known = {FIRST + timedelta(days=gone): (9, None) for gone in range(LENGTH)}
    rule = RuleTold(indicator="any", kind=Kind.THRESHOLD, value=4.5, hold_hours=24)
    cases = [(rule, Meter(Measure.NUMBER), {"1": known})]
    assert compared(tmp_path, cases).returncode == 0
    text = (tmp_path / "rules.yml").read_text()
    (tmp_path / "rules.yml").write_text(text.replace('"for": "1m"', '"for": "2m"'))
    again = subprocess.run(
        [PROMTOOL, "test", "rules", "tests.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
