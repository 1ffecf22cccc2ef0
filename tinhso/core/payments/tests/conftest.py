"""The street of the stories; its stands open once for all of them."""

from collections.abc import Iterator

import pytest

from tinhso.core.payments.tests.street import Street


@pytest.fixture(scope="session")
def the_street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    street = Street(tmp_path_factory.mktemp("street"))
    yield street
    street.close()


@pytest.fixture
def street(the_street: Street, settings) -> Street:
    """The street with all lights green, known to the product."""
    the_street.calm()
    for name, value in the_street.settings().items():
        setattr(settings, name, value)
    return the_street
