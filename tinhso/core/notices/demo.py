"""The telephones of the demo: whom the simulated providers know, and what a few people chose."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from tinhso.core.notices.actions import choose
from tinhso.core.notices.actions.choosing import Chosen
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

AFTER = ("people", "accounts")
REPORTS = "http://127.0.0.1:{port}/api/notices/reports/{channel}"
INCOMING = "http://127.0.0.1:{port}/api/telephone/texts"


def fill(demo: Demo) -> None:
    """Tell the simulated providers our secrets and whose telephone is which; let Panh and Mỷ choose."""
    cast = named_people()
    phones = {one.phone.removeprefix("+"): one.full_name for one in cast.values() if one.phone}
    _write("sms", secret=settings.SMS_SECRET, key=settings.SMS_REPORT_KEYS[0], phones=phones)
    _write("zalo", secret=settings.ZALO_TOKEN, key=settings.ZALO_REPORT_KEYS[0], phones=phones)
    demo.step(0.5)
    _chooses(cast["panh"], Chosen(channels=(Channel.ZALO, Channel.SMS), digest=True), demo)
    _chooses(cast["my"], Chosen(quiet="20:30-06:00"), demo)
    demo.step(1)


def _chooses(person: Person, wanted: Chosen, demo: Demo) -> None:
    choose(person, wanted, by=Actor(person=person.uuid), at=demo.now)


def _write(channel: str, *, secret: str, key: str, phones: Mapping[str, str]) -> None:
    """What a simulator is told, in a file that only this machine's owner reads."""
    folder = settings.VAR / "simulators"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "secret": secret,
        "reports": REPORTS.format(port=settings.PORT, channel=channel),
        "incoming": INCOMING.format(port=settings.PORT) if channel == Channel.SMS else "",
        "report_key": key,
        "phones": dict(phones),
    }
    file = folder / f"{channel}.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)
