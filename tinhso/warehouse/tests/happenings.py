"""Lines of a log and numbers that look at them, for the tests of this floor."""

import json
import uuid
from datetime import UTC, date, datetime

from tinhso.events.models import Entry, Outbox, Payload
from tinhso.warehouse.definitions import Counted, Spread, indicator

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def happened(name, place=None, at=NOON, data=None):
    """A line of the log, with what it says."""
    line = Entry.objects.create(
        at=at, name=name, version=1, about_kind="t.thing", about=str(uuid.uuid4()), place=place, channel="system",
        commitment=b"0" * 32,
    )  # fmt: skip
    if data is not None:
        Payload.objects.create(entry=line, salt=b"0" * 16, data=json.dumps(data, sort_keys=True, separators=(",", ":")))
    Outbox.objects.create(entry=line)
    return line


def promise():
    """One number of each kind: a count, a share, an amount, a share with conditions, a distribution."""
    indicator(Counted(code="t.asked", title="Asked", unit="x", counts=("t.Asked",)))
    indicator(Counted(code="t.done", title="Done", unit="x", counts=("t.Done",), of=("t.Asked",)))
    indicator(Counted(code="t.people", title="People", unit="x", counts=("t.Done",), where={"ok": True}, adds="people"))
    indicator(
        Counted(
            code="t.good", title="Good", unit="x", counts=("t.Done",), where={"ok": True, "round": 2}, of=("t.Done",),
            of_where={"door": "own"},
        )
    )  # fmt: skip
    indicator(Spread(code="t.days", title="Days", unit="days", counts=("t.Done",), value="people"))
