"""What the national identity says about someone, read from a checked ID token."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEVELS = {"1": 1, "01": 1, "muc-do-01": 1, "2": 2, "02": 2, "muc-do-02": 2}
"""Words of the `acr` (or `loa`) claim → level of Decree 69/2024/NĐ-CP, article 7: 1 basic, 2 full identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Issuer and subject name the account; the identity number is there only when level 2 proved it."""

    issuer: str
    subject: str
    level: int
    number: str = ""


def claims_of(payload: Mapping[str, Any]) -> Claims:
    """The claims of a checked token. Raises ValueError when the level is unknown or the subject is empty."""
    level = LEVELS.get(str(payload.get("acr") or payload.get("loa")))
    issuer, subject = str(payload["iss"]), str(payload["sub"])
    if level is None or not subject.strip() or len(subject) > 255:
        raise ValueError(f"level {payload.get('acr')!r}")
    number = str(payload.get("identity_number", ""))
    proven = level == 2 and re.fullmatch(r"\d{12}", number) is not None
    return Claims(issuer=issuer, subject=subject, level=level, number=number if proven else "")
