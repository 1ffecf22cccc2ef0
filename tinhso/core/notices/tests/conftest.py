import pytest

from tinhso.core.notices.tests.stories import Provider


@pytest.fixture(scope="module")
def _gateway(tmp_path_factory):
    provider = Provider(tmp_path_factory.mktemp("sms"))
    yield provider
    provider.stop()


@pytest.fixture
def gateway(_gateway, settings):
    """A text message gateway of this test alone: telephones are told apart by their numbers."""
    _gateway.fail("nothing")
    settings.SMS_URL = _gateway.address
    settings.PUSH_HOSTS = []
    return _gateway
