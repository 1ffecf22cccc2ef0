"""Many processes want the last bed at the same moment."""

import pytest

from tests.forks import Crowd
from tinhso.core.accounts.models.rights import forget
from tinhso.economy.stays.models import Booking, Night
from tinhso.economy.stays.tests.stories import A_DAY, AT, SATURDAY, a_house


@pytest.fixture
def house(transactional_db):
    forget(None)
    return a_house()


@pytest.fixture(scope="module")
def crowd(django_db_setup, tmp_path_factory):
    crowd = Crowd("tinhso.economy.stays.tests.at_once", tmp_path_factory.mktemp("crowd"))
    yield crowd
    crowd.close()


def test_the_last_bed_goes_to_exactly_one_of_many(house, crowd):
    wants = (str(house.room.uuid), str(SATURDAY), str(SATURDAY + 2 * A_DAY), AT.isoformat())
    assert sorted(crowd.sends(*[wants] * 6)) == ["Full"] * 5 + ["held"]
    assert (Booking.objects.count(), Night.objects.count()) == (1, 2)


def test_the_last_mat_goes_to_exactly_one_of_many(house, crowd):
    house.books(house.mats)
    wants = (str(house.mats.uuid), str(SATURDAY), str(SATURDAY + A_DAY), AT.isoformat())
    assert sorted(crowd.sends(*[wants] * 4)) == ["Full"] * 3 + ["held"]
