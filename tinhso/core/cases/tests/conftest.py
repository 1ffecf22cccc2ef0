"""What the tests of cases share."""

import pytest

from tinhso.core.accounts.models.rights import forget
from tinhso.core.cases.tests.stories import Office, an_office


@pytest.fixture
def lan(db: None) -> Office:
    """The office of Mường Lạn."""
    forget(None)
    return an_office()
