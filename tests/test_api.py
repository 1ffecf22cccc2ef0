"""The API: its own description is true, and nothing that is sent to it makes a 500."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from tinhso.kit.passport import systems
from tinhso.site.wsgi import application

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture
def one_connection():
    """The test's own transaction: a request that ends must not close its connection, as Django's test client knows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_api_describes_itself(client):
    described = client.get("/api/openapi.json")
    assert described.status_code == 200
    assert described.json()["openapi"].startswith("3.1")
    assert len(described.json()["paths"]) > 30


@pytest.mark.promise("P50")
@pytest.mark.asvs("2.2.1")
def test_nothing_sent_to_the_api_makes_it_fall(world, one_connection):
    """Every operation is sent what its description allows and what it does not, by someone who may do much."""
    headers = {"Authorization": f"Bearer {_token_of_everything(world)}"}
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    for operation in described.get_all_operations():
        _send_to(operation.ok(), headers)


def _token_of_everything(world) -> str:
    """A token of the officer with every permission they have."""
    rights = world.rights("hac")
    known = {name for system in systems() for group in system.grants.values() for name in group}
    return world.token("hac", *sorted(name for name in known if rights.may(name)))


def _send_to(operation, headers: dict[str, str]) -> None:
    @EXAMPLES
    @given(case=operation.as_strategy())
    def send(case) -> None:
        answer = case.call(headers=headers)
        assert answer.status_code < 500, f"{case.method} {case.path}: {answer.status_code}"

    send()
