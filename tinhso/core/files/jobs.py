"""Rows and disk are made to agree by the clock, and held files are scanned again."""

from datetime import datetime

from tinhso.core.files.actions import scan_held, tidy
from tinhso.events.jobs import every


@every(minutes=10)
def make_rows_and_disk_agree(at: datetime) -> None:
    """Destroy what no row says any more."""
    tidy(at=at)


@every(minutes=2)
def scan_held_files(at: datetime) -> None:
    """Ask the virus scanner again for what it has not yet answered."""
    scan_held(at=at)
