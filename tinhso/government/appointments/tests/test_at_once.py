"""Processes that do the same at the same moment: two call "next", many want one hour, many take a number."""

from datetime import timedelta

import pytest

from tests.forks import Crowd
from tinhso.core.accounts.models.rights import forget
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, an_office, is_
from tinhso.government.appointments.actions.calling import call_next
from tinhso.government.appointments.actions.offices import open_office, set_counter, sit_down
from tinhso.government.appointments.models import Appointment, Matter, QueueDay, Ticket
from tinhso.government.appointments.tests.stories import Ground, take

AT = MONDAY.isoformat()


@pytest.fixture
def there(transactional_db):
    """The office of Mường Lạn, committed, for other processes to see; Hạc and Pủa sit at its counters."""
    forget(None)
    people = an_office()
    Matter.objects.create(code="file", words={"vi": "Nộp hồ sơ"}, icon="stamp", minutes=8)
    office = open_office(people.counter, by=SYSTEM, at=MONDAY)
    counters = tuple(set_counter(office, number, serves=["file"], by=SYSTEM, at=MONDAY) for number in (1, 2))
    one, two = is_(people.hac), is_(people.pua)
    for counter, officer in zip(counters, (one, two), strict=True):
        sit_down(counter, by=officer, at=MONDAY)
    return Ground(office, counters, one, two, MONDAY)


@pytest.fixture(scope="module")
def crowd(django_db_setup, tmp_path_factory):
    crowd = Crowd("tinhso.government.appointments.tests.at_once", tmp_path_factory.mktemp("crowd"))
    yield crowd
    crowd.close()


def test_two_officers_who_press_next_at_once_call_two_people(there, crowd):
    for _one in range(3):
        take(there)
    one, two = _pressing(there, 0), _pressing(there, 1)
    assert sorted(crowd.sends(one, two)) == ["1", "2"]
    assert sorted(Ticket.objects.filter(state="called").values_list("counter__number", flat=True)) == [1, 2]


def test_one_officer_who_presses_thrice_at_once_calls_one_person(there, crowd):
    for _one in range(4):
        take(there)
    assert sorted(crowd.sends(*[_pressing(there, 0)] * 3)) == ["1", "SomebodyStands", "SomebodyStands"]
    here = call_next(there.counters[1], by=there.two, at=there.at)
    assert crowd.sends(*[_pressing(there, 1, done=here)] * 3) == ["3"] * 3
    assert Ticket.objects.filter(state="waits").count() == 1


def test_one_hour_that_many_want_at_once_is_given_to_one(there, crowd):
    hour = (there.at + timedelta(hours=1)).isoformat()
    wants = ("book", str(there.office.uuid), hour, AT)
    assert sorted(crowd.sends(wants, wants, wants)) == ["0", "Full", "Full"]
    assert Appointment.objects.count() == 1


def test_many_who_take_the_first_numbers_of_the_day_at_once_get_each_once(there, crowd):
    takes = ("take", str(there.office.uuid), AT)
    assert sorted(crowd.sends(*[takes] * 4)) == ["1", "2", "3", "4"]
    assert QueueDay.objects.get().last == 4


def test_a_counter_is_not_taken_away_under_somebody_who_is_just_called_to_it(there, crowd):
    take(there)
    found = crowd.sends(_pressing(there, 0), ("remove", str(there.counters[0].uuid), AT))
    assert sorted(found) in (["1", "StillCalled"], ["NotSeated", "removed"])


def _pressing(there, which, *, done=None):
    officer = (there.one, there.two)[which]
    return "next", str(there.counters[which].uuid), str(officer.account), str(done.uuid if done else "-"), AT
