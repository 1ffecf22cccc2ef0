"""Fetching calendars of other sites: one deadline, a size, no redirect; only from the sites we know."""

from urllib.parse import urlsplit

from tinhso.economy.stays.domain.feeds import LARGEST, read_address
from tinhso.kit.lines import Line

SECONDS = 15.0


def fetch_calendar(address: str) -> bytes:
    """What lies at the address of a feed. Raises SiteUnknown, LineDown."""
    parts = urlsplit(read_address(address))
    return Line(f"https://{parts.netloc}").get(address, seconds=SECONDS, most=LARGEST)
