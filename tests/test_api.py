"""The API: its own description is true, and nothing that is sent to it makes a 500."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from tinhso.site.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(world):
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


schema = schemathesis.pytest.from_fixture("described")


@pytest.mark.promise("P50")
@pytest.mark.asvs("2.2.1")
@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_sent_to_the_api_makes_it_fall(case, world):
    token = world.token("chu", "watch_log")
    response = case.call(headers={"Authorization": f"Bearer {token}"})
    not_a_server_error(None, response, case)
