"""A report that a phone kept without signal: the whole form in one post, taken in once, for a signed receipt."""

from uuid import uuid4

import pytest

from tinhso.core.cases.actions.slips import secret
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.outbox.domain import content_digest
from tinhso.government.petitions.models import Petition

pytestmark = pytest.mark.django_db


def test_what_was_said_without_signal_arrives_once_and_gives_the_code(world):
    visitor, uuid = world.client(""), str(uuid4())
    shown = visitor.get("/report/").content.decode()
    assert "data-outbox=" in shown
    told = {"topic": "danger.flood", "words": "Nước lên sát nhà.", "where": "xã Mường Lạn", "may_show": "on"}
    item = {
        "device": uuid,
        "sequence": "0",
        "sha256": content_digest(told.items(), []).hex(),
        "made": "2026-11-21T07:00:00.000Z",
        "sent": "2026-11-21T09:00:00.000Z",
    }
    headers = {"Idempotency-Key": uuid, "Outbox-Item": "; ".join(f"{key}={said}" for key, said in item.items())}
    first, again = (visitor.post("/report/", told, headers=headers).json() for _time in range(2))
    petition = Petition.objects.select_related("case").get(words="Nước lên sát nhà.")
    assert first["state"] == again["state"] == "accepted"
    assert first["receipt"] == again["receipt"]
    assert believe_receipt(first["receipt"]).ref == petition.ref
    digits = secret(petition.case)
    assert first["code"] == f"{petition.ref} {digits[:3]} {digits[3:6]} {digits[6:]}"
    assert (petition.channel, petition.urgent) == ("offline", True)
