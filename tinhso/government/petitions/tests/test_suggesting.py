"""Topics are suggested from what the province decided before, with the words that speak for them, and measured."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.government.petitions.domain.suggesting import Decided, Model, hold_out, learn, measure, words_of

DAY = datetime(2026, 1, 1, tzinfo=UTC)
SAID = [
    ("Cầu treo qua suối bị gãy", "bridge"),
    ("Cầu gãy, trẻ không qua suối đi học", "bridge"),
    ("Rác đổ đầy đường chợ", "waste"),
    ("Chợ nhiều rác, mùi hôi", "waste"),
    ("Đường vào bản sạt lở", "road"),
    ("Đường sạt lở sau mưa, xe không qua được", "road"),
    ("Mất điện ba hôm", "power"),
    ("Điện yếu, mất điện buổi tối", "power"),
]
DECIDED = [Decided(text, topic, DAY + timedelta(days=number)) for number, (text, topic) in enumerate(SAID)]
# Joint log likelihoods of scikit-learn 1.9.1, ComplementNB(alpha=1.0) over the same counts.
SCIKIT_LEARN = {
    "Cầu qua suối gãy rồi": {"bridge": 10.301962, "power": 7.006125, "road": 6.591674, "waste": 7.283245},
    "rác ở chợ trên đường": {"bridge": 4.383068, "power": 4.383068, "road": 4.799914, "waste": 5.954109},
    "đường bản sạt lở mất điện": {"bridge": 18.395317, "power": 21.691154, "road": 22.377711, "waste": 19.421986},
}


@pytest.mark.parametrize("said", SCIKIT_LEARN)
def test_the_weights_are_those_of_scikit_learn(said):
    learnt = learn(DECIDED)
    model, known = Model(learnt), [word for word in words_of(said) if word in learnt["words"]]
    for topic, likelihood in SCIKIT_LEARN[said].items():
        assert sum(model.weight(word, topic) for word in known) == pytest.approx(likelihood, abs=1e-6)


def test_a_suggestion_says_which_words_speak_for_it_as_they_were_written():
    first = Model(learn(DECIDED)).suggest("Cầu qua suối đã GÃY rồi, xin sửa giúp")[0]
    assert first.topic == "bridge"
    assert first.because == ("cầu", "gãy", "suối")
    assert first.lead > 0


def test_words_without_tone_marks_are_heard_too():
    assert Model(learn(DECIDED)).suggest("cau gay khong qua suoi duoc")[0].topic == "bridge"


def test_nothing_is_suggested_from_words_that_nobody_said_before_or_when_there_is_no_choice():
    assert Model(learn(DECIDED)).suggest("xin cấp lại thẻ thư viện") == []
    assert Model(learn(DECIDED[:2])).suggest("cầu gãy") == []
    assert Model(learn([])).suggest("cầu gãy") == []


def test_what_was_learnt_is_plain_data_of_words_that_came_more_than_once():
    learnt = learn(DECIDED)
    assert json.loads(json.dumps(learnt)) == learnt
    assert learnt["words"]["gay"] == {"bridge": 2}
    assert "hoi" not in learnt["words"]


def test_the_hold_out_learns_nothing_from_the_future():
    before, after = hold_out(list(reversed(DECIDED)))
    assert [one.at for one in (*before, *after)] == sorted(one.at for one in DECIDED)
    assert len(after) == 2


def many(right: int, wrong: int) -> list[Decided]:
    """Eighty to learn from; then petitions about a bridge, of which some turned out to be about waste."""
    learnt = [Decided(*SAID[number % 4], DAY + timedelta(hours=number)) for number in range(80)]
    later = [("Cầu qua suối gãy", "bridge")] * right + [("Cầu qua suối gãy", "waste")] * wrong
    share = (right + wrong) * 3 - 80
    learnt += [Decided(*SAID[number % 4], DAY + timedelta(hours=100 + number)) for number in range(share)]
    return learnt + [Decided(*said, DAY + timedelta(days=90, hours=hour)) for hour, said in enumerate(later)]


def test_accuracy_is_counted_on_the_latest_quarter():
    measured = measure(many(57, 3))
    assert (measured.tried, measured.right) == (60, 57)
    assert measured.accuracy == 0.95
    assert measured.lead is None


@pytest.mark.parametrize(
    ("right", "wrong", "bar", "passes"), [(57, 3, 0.95, True), (56, 4, 0.95, False), (60, 0, 0, False)]
)
def test_nothing_is_routed_without_a_person_until_the_bar_is_passed(right, wrong, bar, passes):
    assert (measure(many(right, wrong), bar=bar).lead is not None) is passes


def test_a_few_lucky_ones_do_not_pass_the_bar():
    assert measure(many(49, 0), bar=0.9).lead is None
    assert measure([], bar=0.9).accuracy is None


@settings(max_examples=40, deadline=None)
@given(some.text(max_size=300))
def test_any_text_can_be_listened_to(text):
    model = Model(learn(DECIDED))
    told = model.suggest(text)
    assert told == sorted(told, key=lambda one: -one.lead)
    assert all(one.lead >= 0 for one in told)


@settings(max_examples=40, deadline=None)
@given(some.permutations(DECIDED))
def test_the_order_of_learning_changes_nothing(decided):
    assert Model(learn(decided)).suggest("đường sạt lở") == Model(learn(DECIDED)).suggest("đường sạt lở")
