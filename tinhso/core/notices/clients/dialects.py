"""The words of this installation's providers: what comes with the product, changed by a file of the province's own."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tinhso.core.notices.domain.dialects import SmsDialect, ZaloDialect

TABLES = Path(__file__).resolve().parent.parent / "tables"


@cache
def sms_dialect(changes: str) -> SmsDialect:
    """Raises pydantic's ValidationError when the province's file has words that are not known."""
    return SmsDialect.model_validate(_read("sms_dialect.json", changes))


@cache
def zalo_dialect(changes: str) -> ZaloDialect:
    """Raises pydantic's ValidationError when the province's file has words that are not known."""
    return ZaloDialect.model_validate(_read("zalo_dialect.json", changes))


def goes_by_zalo(kind: str) -> bool:
    """Whether the provider has approved words for a kind of message."""
    return kind in zalo_dialect(settings.ZALO_DIALECT).templates


def _read(name: str, changes: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return words | (json.loads(Path(changes).read_text(encoding="utf-8")) if changes else {})
