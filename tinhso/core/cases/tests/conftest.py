"""What the tests of cases share."""

import os
import shutil
import warnings

import pytest

from tinhso.core.accounts.models.rights import forget
from tinhso.core.cases.tests.stories import Office, an_office

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
def lan(db: None) -> Office:
    """The office of Mường Lạn."""
    forget(None)
    return an_office()


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, once for a file."""
    if not shutil.which(CHROMIUM):
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        warnings.warn("BROWSER TESTS SKIPPED: no /usr/bin/chromium", stacklevel=1)
        pytest.skip("no Chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
