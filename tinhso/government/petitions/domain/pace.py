"""How often something may be sent, so that one machine cannot fill every desk and nobody's neighbours are locked out.

The same words with the same photos count together: a hundred copies of one report are stopped after the third, and
whoever else sits behind that address sends on. A browser has a pace of its own. An address is generous: a whole village
may sit behind one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.core.accounts.domain.limits import free_at

AN_HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
OF_ONE_CONTENT_HERE, OF_ONE_CONTENT, OF_ONE_BROWSER, OF_ONE_ADDRESS = 3, 20, 10, 200
"""The same from one address in an hour, from anywhere in an hour; of one browser in an hour; of one address in ten
minutes."""


@dataclass(frozen=True, slots=True)
class Knocked:
    """Something that was sent: what and from where, as keyed hashes."""

    content: str
    address: str
    browser: str
    at: datetime


def may_send_at(now: Knocked, before: Sequence[Knocked]) -> datetime:
    """When this may be sent: `now.at` itself when it may now."""
    same = [one for one in before if one.content == now.content]
    mine = [one.at for one in before if now.browser and one.browser == now.browser]
    return max(
        free_at(_here(same, now), limit=OF_ONE_CONTENT_HERE, window=AN_HOUR, at=now.at),
        free_at([one.at for one in same], limit=OF_ONE_CONTENT, window=AN_HOUR, at=now.at),
        free_at(mine, limit=OF_ONE_BROWSER, window=AN_HOUR, at=now.at),
        free_at(_here(before, now), limit=OF_ONE_ADDRESS, window=TEN_MINUTES, at=now.at),
    )


def _here(before: Sequence[Knocked], now: Knocked) -> list[datetime]:
    return [one.at for one in before if one.address == now.address]
