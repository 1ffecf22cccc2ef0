"""Rows and disk are made to agree by the clock, and held files are scanned again."""

from datetime import datetime

from tinhso.core.files.actions import scan_held, tidy
from tinhso.core.files.actions.fetching import fetch_lists
from tinhso.core.files.actions.signing import complete_signed
from tinhso.events.jobs import every


@every(minutes=10)
def make_rows_and_disk_agree(at: datetime) -> None:
    """Destroy what no row says any more."""
    tidy(at=at)


@every(minutes=2)
def scan_held_files(at: datetime) -> None:
    """Ask the virus scanner again for what it has not yet answered."""
    scan_held(at=at)


@every(hours=1)
def fetch_revocation_lists(_at: datetime) -> None:
    """Ask those who vouch for our keys which certificates they have revoked."""
    fetch_lists()


@every(minutes=1)
def complete_signatures(at: datetime) -> None:
    """Add time stamps and revocation data to what was signed without."""
    complete_signed(at=at)
