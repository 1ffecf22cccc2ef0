"""What a simulation says is what the engine does: both walk the same steps side by side."""

import random
from datetime import timedelta

import pytest

from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions import act
from tinhso.core.cases.domain.definition import parse
from tinhso.core.cases.domain.simulation import Hand, Sample, Step, simulate
from tinhso.core.cases.tests.stories import ERRAND, MONDAY, Office, published
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

ANSWERS = {"refuse": {"reason": "Không đủ giấy tờ"}, "rate": {"stars": 5}}


def hand_of(case) -> Hand:
    if case.finished_at:
        return Hand.ENDED
    if case.received_at is None:
        return Hand.WAITS
    return Hand.STANDS if case.stopped_at else Hand.RUNS


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_does_what_the_simulation_says(lan: Office, seed: int):
    dice, at = random.Random(seed), MONDAY
    steps = []
    for _ in range(14):
        at += timedelta(minutes=dice.randrange(0, 60 * 24 * 4))
        action = dice.choice(list(ERRAND["actions"]))
        steps.append(Step(action=action, at=at, answers=ANSWERS.get(action, {}) if dice.random() < 0.9 else {}))
    values = {"paid": dice.random() < 0.7}
    sample = Sample(opened_at=MONDAY, values=values, steps=tuple(steps))
    said = simulate(parse(ERRAND), sample, working_calendar((*lan.place.ancestors, lan.place.pk)))

    case = lan.errand(published(), values=values)
    for step, stage in zip([None, *steps], said, strict=True):
        if step:
            try:
                case = act(case, step.action, answers=step.answers, by=Actor.system(), at=step.at)
            except Refusal:
                assert stage.refusal
                continue
            assert stage.refusal == ""
        assert (case.state, case.due_at, hand_of(case)) == (stage.state.code, stage.due_at, stage.hand)
        assert case.step_due_at == stage.step_due_at
        assert case.is_late(stage.at) == stage.is_late
