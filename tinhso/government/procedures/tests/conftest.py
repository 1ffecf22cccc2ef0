"""What the tests of the portal share: the simulator in a process of its own, and a notebook."""

import pytest

from tinhso.core.files.tests.conftest import _authority, authority
from tinhso.government.procedures.clients import portal as client_module
from tinhso.government.procedures.tests.portal_ground import Notebook, Simulator


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("portal"))
    yield simulator
    simulator.stop()


@pytest.fixture
def there(running, monkeypatch):
    """The simulator, quick to be given up on, without faults and empty."""
    monkeypatch.setattr(client_module, "SECONDS", 0.4)
    monkeypatch.setattr(client_module, "FILE_SECONDS", 0.4)
    running.fail("nothing")
    for code in running.held():
        running.change(code)
    return running


@pytest.fixture
def book():
    return Notebook()


__all__ = ["_authority", "authority"]
"""Fixtures of a register below, for the stories of signed results."""
