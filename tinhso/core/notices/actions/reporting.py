"""Reports of providers: what arrived and what did not. One that comes twice, or late, changes nothing."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from tinhso.core.notices.actions.settling import arrived, fail, note_wrong
from tinhso.core.notices.clients.dialects import sms_dialect
from tinhso.core.notices.domain.channels import Channel, State
from tinhso.core.notices.models import Delivery, Report
from tinhso.kit.writing import insert_new

WITHIN = timedelta(minutes=5)
KEPT = timedelta(days=14)
ARRIVED, LOST = "delivered", "undelivered"


class Forged(Exception):
    """Not signed by this provider, or not now."""


class Unreadable(ValueError):
    """Signed, but no report."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says: its own number, our number of the letter, whether it arrived, and why not."""

    number: str
    letter: UUID
    arrived: bool
    code: str


def check_signature(raw: bytes, *, stamp: str, signature: str, keys: Sequence[str], at: datetime) -> None:
    """HMAC-SHA256 over `timestamp.rawbody`, in hex, by one of our keys, at most five minutes old. Raises Forged."""
    try:
        told = datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise Forged from wrong
    signed = stamp.encode() + b"." + raw
    right = [hmac.new(key.encode(), signed, sha256).hexdigest() for key in keys]
    matches = [constant_time_compare(one, signature) for one in right]
    if not any(matches) or abs(at - told) > WITHIN:
        raise Forged


def read_report(raw: bytes) -> Told:
    """The report in a body whose signature was checked. Raises Unreadable."""
    try:
        told = json.loads(raw)
        status = told["status"]
        if status not in (ARRIVED, LOST):
            raise Unreadable
        return Told(str(told["report"])[:80], UUID(told["id"]), status == ARRIVED, str(told.get("code", ""))[:40])
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Unreadable from wrong


@transaction.atomic
def take_report(provider: Channel, told: Told, *, at: datetime) -> bool:
    """Write down what a provider reports; False when it was known already. What never arrived takes its next way."""
    if not insert_new(Report(provider=provider.value, number=told.number, received_at=at)):
        return False
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__wording__kind")
    row = rows.filter(uuid=told.letter, channel=provider.value).first()
    if row is None or row.state in (State.DELIVERED, State.FAILED, State.CARRIED):
        return True
    if told.arrived:
        arrived(row, at=at)
    else:
        if row.print and told.code in sms_dialect("").wrong_number:
            note_wrong(row, at=at)
        fail(row, told.code or LOST, at=at)
    return True


def forget_reports(*, at: datetime) -> int:
    """Drop what is older than a fortnight; says how many."""
    return Report.objects.filter(received_at__lt=at - KEPT).delete()[0]
