"""The demo life of dossiers: enough work for the named desk, in every state, within the time it may take."""

import pytest
from django.utils import timezone

from tinhso.core.cases.models import Case

pytestmark = pytest.mark.django_db


def test_the_named_desk_has_work_in_many_states(world):
    mine = Case.objects.open().within_reach(world.rights("hac"))
    assert mine.count() >= 15
    assert len(set(mine.values_list("state", flat=True))) >= 4
    assert Case.objects.filter(system="procedures").late(timezone.now()).exists()
