"""One migrated house for all fault tests; each test gets a copy of its own, files with browsers a served one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsing import chromium
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


@pytest.fixture(scope="module")
def served(original: House, tmp_path_factory) -> Iterator[House]:
    with copied(original, tmp_path_factory.mktemp("served") / "var") as house:
        house.start()
        yield house
        house.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
