"""Bad days: two press at once, the same is sent three times, a process dies in the middle, definitions change."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.forks import Crowd
from tinhso.core.accounts.models.rights import forget
from tinhso.core.cases import actions
from tinhso.core.cases.actions import NotNow, SomeoneWasFirst, act, escalate_due
from tinhso.core.cases.events import CaseEscalated, CaseMoved
from tinhso.core.cases.models import Case, Spell
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, an_office, errand, is_, published
from tinhso.events.log import history
from tinhso.events.models import Entry


@pytest.fixture
def alone(transactional_db: None) -> Office:
    """The office of Mường Lạn, committed, for other processes to see."""
    forget(None)
    return an_office()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    crowd = Crowd("tinhso.core.cases.tests.at_once", tmp_path)
    yield crowd
    crowd.close()


def doing(case: Case, account: int, action: str, *more: str) -> tuple[str, ...]:
    """What a process of the crowd is told to do."""
    return str(case.pk), str(account), MONDAY.isoformat(), action, *more


def as_left(case: Case) -> tuple[str, int, list[str]]:
    """The case as the crowd left it: its state, its version and its moves."""
    case.refresh_from_db()
    return case.state, case.version, moves(case)


def moves(case: Case) -> list[str]:
    return [one.event.action for one in history(case) if isinstance(one.event, CaseMoved)]


def test_two_officers_press_at_once_and_one_is_told(alone: Office, crowd: Crowd) -> None:
    case = act(alone.errand(), "accept", by=is_(alone.hac), at=MONDAY)
    ways = ((alone.hac.pk, "refuse"), (alone.pua.pk, "propose"), (alone.muon.pk, "refuse"))
    found = crowd.sends(*(doing(case, *way) for way in ways))
    assert sorted(found) == ["NotNow", "NotNow", "done"]
    _state, version, made = as_left(case)
    assert (version, len(made)) == (3, 2)


def test_many_at_once_take_each_number_once(alone: Office, crowd: Crowd) -> None:
    found = crowd.sends(*[doing(alone.errand(), 0, "number")] * 3)
    assert sorted(int(number) for line in found for number in line.split()) == list(range(1, 61))


def test_a_process_killed_between_the_change_and_the_commit_changed_nothing(alone: Office, crowd: Crowd) -> None:
    case = alone.errand()
    assert crowd.kills(*doing(case, alone.hac.pk, "accept", "die")) == -signal.SIGKILL
    assert as_left(case) == ("filed", 1, [])
    assert crowd.sends(doing(case, alone.hac.pk, "accept")) == ["done"]
    assert as_left(case) == ("working", 2, ["accept"])


def test_the_same_act_sent_three_times_is_done_once(lan: Office) -> None:
    case = lan.errand()
    act(case, "accept", by=is_(lan.hac), at=MONDAY, version=1)
    for _again in range(2):
        with pytest.raises(SomeoneWasFirst):
            act(case, "accept", by=is_(lan.hac), at=MONDAY, version=1)
    with pytest.raises(NotNow):
        act(case, "accept", by=is_(lan.hac), at=MONDAY)
    assert moves(case) == ["accept"]


@pytest.mark.parametrize("breath", ["acting.record", "ticking.recount", "acting.choose_owner"])
def test_what_fails_in_the_middle_changes_nothing(lan: Office, monkeypatch: pytest.MonkeyPatch, breath: str) -> None:
    case = lan.errand()
    monkeypatch.setattr(f"{actions.__name__}.{breath}", _dies)
    action = "propose" if breath.endswith("owner") else "accept"
    if action == "propose":
        monkeypatch.undo()
        case = act(case, "accept", by=is_(lan.hac), at=MONDAY)
        monkeypatch.setattr(f"{actions.__name__}.{breath}", _dies)
    before = Case.objects.filter(pk=case.pk).values().get(), Spell.objects.count(), Entry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        act(case, action, by=is_(lan.hac), at=MONDAY)
    assert before == (Case.objects.filter(pk=case.pk).values().get(), Spell.objects.count(), Entry.objects.count())


def _dies(*_all: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_a_reminder_that_dies_before_it_is_told_is_given_once_afterwards(
    lan: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    eve = case.due_at - timedelta(hours=1)
    with monkeypatch.context() as dying:
        dying.setattr(f"{actions.__name__}.escalating.record", _dies)
        with pytest.raises(KeyboardInterrupt):
            escalate_due(by=SYSTEM, at=eve)
    assert escalate_due(by=SYSTEM, at=eve) == 1
    assert [one.event.step for one in history(case) if isinstance(one.event, CaseEscalated)] == [1]


def test_a_definition_that_changes_while_cases_run_changes_nothing_for_them(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    changed = errand(term={"unit": "working_hours", "value": 1})
    changed["actions"]["propose"]["who"] = ["head"]
    published(changed)
    assert act(case, "propose", by=is_(lan.hac), at=MONDAY).due_at == case.due_at
