"""An authority for the files that sign, in a process of its own; folders of their own for keys and what is trusted."""

import pytest

from tinhso.core.files.clients import authorities
from tinhso.core.files.tests.signing_ground import Authority, make_key, make_seal, open_key, pin_root


@pytest.fixture(scope="session")
def _authority(tmp_path_factory):
    authority = Authority(tmp_path_factory.mktemp("authority"))
    yield authority
    authority.stop()


@pytest.fixture
def authority(_authority, settings, tmp_path, db):
    """The authority, whose root is pinned here; keys and lists in folders that go with the test."""
    settings.SIGNING_KEYS, settings.MEDIA_ROOT = tmp_path / "keys", tmp_path / "files"
    settings.SIGNING_ANCHORS, settings.SIGNING_LISTS = tmp_path / "anchors", tmp_path / "lists"
    settings.TIME_STAMPER, settings.ADDRESS = _authority.stamper, "https://sonla.example"
    authorities._breaker.tell(worked=True)
    pin_root(_authority, settings)
    return _authority


@pytest.fixture
def officer(authority):
    """The key of a commune's head, open."""
    return open_key(make_key(authority))


@pytest.fixture
def seal(authority):
    """The commune's seal, open."""
    from django.utils import timezone

    from tinhso.core.files.actions.keys import open_seal

    return open_seal(make_seal(authority).holder, at=timezone.now())
