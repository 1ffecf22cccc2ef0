"""The gateway of calls in the demo: what its simulator is told."""

import json

from django.conf import settings

from tinhso.core.people.demo import named_people
from tinhso.kit.demo import Demo

AFTER = ("people", "notices")


def fill(demo: Demo) -> None:
    """Tell the simulated gateway its key, where calls go, and whose telephone is which."""
    folder = settings.VAR / "simulators"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {
        "incoming": f"http://127.0.0.1:{settings.PORT}/api/telephone/calls",
        "report_key": settings.VOICE_GATEWAY_KEYS[0],
        "phones": {one.phone.removeprefix("+"): one.full_name for one in named_people().values() if one.phone},
    }
    file = folder / "voice.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)
    demo.step(1)
