"""One migrated house for all fault tests; each test gets a copy of its own."""

import pytest

from tests.faults.house import House, copied, prepared


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    with prepared(tmp_path_factory.mktemp("house") / "var") as house:
        yield house


@pytest.fixture
def house(original: House, tmp_path):
    with copied(original, tmp_path / "var") as made:
        yield made
        made.kill()
