"""Following a case without an account: the short secret on the slip, the long one in its QR, how often to try.

Nothing secret is stored: both are made anew from a key of the installation, a seed of the case and a turn that grows
when a slip was lost. Nine digits in three groups can be read out on the telephone by people who cannot read letters.

The limits keep them from being guessed (promise P21: less than one chance in a million a day). One code takes 20 wrong
tries an hour from anywhere: 24 × 20 = 480 a day, of 10⁹ secrets, 4.8 × 10⁻⁷. One address has 300 wrong tries a day over
all codes: 3 × 10⁻⁷, and still enough for a village behind one address. Eighty bits in the QR need no limit.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.core.accounts.domain.limits import free_at

DIGITS, GROUP = 9, 3
HERE_WINDOW, PER_CODE_HERE = timedelta(minutes=15), 5
CODE_WINDOW, PER_CODE = timedelta(hours=1), 20
ADDRESS_WINDOW, PER_ADDRESS = timedelta(minutes=10), 30
ADDRESS_DAY, PER_ADDRESS_A_DAY = timedelta(days=1), 300


def secret_of(key: bytes, seed: UUID, turn: int) -> str:
    """The nine digits on the slip."""
    return f"{int.from_bytes(_digest(key, 'secret', seed, turn)[:8]) % 10**DIGITS:0{DIGITS}}"


def token_of(key: bytes, seed: UUID, turn: int) -> str:
    """What the QR of the slip carries: 80 bits as 16 letters and digits (RFC 4648 base 32, lower case)."""
    return b32encode(_digest(key, "token", seed, turn)[:10]).decode().lower()


def spoken(secret: str) -> str:
    """The digits in groups of three, as one reads them out: `482 915 307`."""
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))


def plain(typed: str) -> str:
    """What was typed, without the gaps and dashes that people put in."""
    return "".join(sign for sign in typed if sign.isdigit())


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def tries_free_at(
    *, here: Sequence[datetime], code: Sequence[datetime], address: Sequence[datetime], at: datetime
) -> datetime:
    """When one may try again: wrong tries of this code from this address, of this code from anywhere, and of any code
    from this address; `at` itself when one may now."""
    return max(
        free_at(here, limit=PER_CODE_HERE, window=HERE_WINDOW, at=at),
        free_at(code, limit=PER_CODE, window=CODE_WINDOW, at=at),
        free_at(address, limit=PER_ADDRESS, window=ADDRESS_WINDOW, at=at),
        free_at(address, limit=PER_ADDRESS_A_DAY, window=ADDRESS_DAY, at=at),
    )


def _digest(key: bytes, use: str, seed: UUID, turn: int) -> bytes:
    return hmac.new(key, f"{use}:{seed}:{turn}".encode(), hashlib.sha256).digest()
