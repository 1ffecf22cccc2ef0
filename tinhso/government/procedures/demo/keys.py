"""Demo life: the head of the named commune and its committee have keys, vouched for by the simulated authority."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import requests
from django.conf import settings

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.domain.personas import DEMO_PIN
from tinhso.core.accounts.models import Post
from tinhso.core.files.actions.fetching import keep_list
from tinhso.core.files.actions.keys import OpenKey, certify_key, make_signing_key, open_key, request_file, seal_pin
from tinhso.core.files.models import Holder, SigningKey
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

SIGNS = ("muon",)
"""Of the named people, who signs."""
SINCE, UNTIL = timedelta(days=150), timedelta(days=580)
ADDRESS = "http://127.0.0.1:8903"
LISTS = ("root.crl", "issuing.crl")
SECONDS = 20


def make_keys(demo: Demo) -> dict[int, OpenKey]:
    """Keys for who signs and for their offices; the open keys by account. None where no time stamper is simulated."""
    if not settings.DEMO:
        return {}
    opened = {}
    with _authority(Path(settings.VAR) / "simulators" / "ca") as address:
        _pin(address)
        for name in SIGNS:
            account = persona(name)
            post = Post.objects.select_related("organisation").filter(account=account).order_by("pk")[0]
            office, at = post.organisation, demo.now
            _key(address, Holder.AGENCY, office.uuid, (office.name, office.name), seal_pin(office.uuid), at)
            if account.person is None:
                continue
            names = (account.person.full_name, office.name)
            key = _key(address, Holder.PERSON, account.person.uuid, names, DEMO_PIN, at)
            by = Actor(account=account.pk, person=account.person.uuid, post=post.pk)
            opened[account.pk] = open_key(key, DEMO_PIN, by=by, at=at)
        _hold_lists(address)
    return opened


def _key(address: str, kind: Holder, holder: UUID, names: tuple[str, str], pin: str, at: datetime) -> SigningKey:
    system = Actor.system()
    key = make_signing_key(kind, holder, name=names[0], organisation=names[1], pin=pin, by=system, at=at)
    term = {"starts": (at - SINCE).isoformat(), "ends": (at + UNTIL).isoformat()}
    asked = request_file(key).read_bytes()
    answer = requests.post(f"{address}/issue", params=term, data=asked, timeout=SECONDS)
    answer.raise_for_status()
    return certify_key(key, answer.content, by=system, at=at)


def _pin(address: str) -> None:
    """Believe the simulated root."""
    settings.SIGNING_ANCHORS.mkdir(mode=0o750, parents=True, exist_ok=True)
    root = requests.get(f"{address}/root.cer", timeout=SECONDS).content
    (settings.SIGNING_ANCHORS / "simulated-root.cer").write_bytes(root)


def _hold_lists(address: str) -> None:
    """Hold the authority's lists from the first minute."""
    for name in LISTS:
        keep_list(requests.get(f"{address}/{name}", timeout=SECONDS).content, f"{ADDRESS}/{name}")


@contextmanager
def _authority(state: Path) -> Iterator[str]:
    """The simulated authority for as long as keys are made; the demo starts it again on its own port."""
    command = [sys.executable, "-m", "simulators.ca", "--port", "0", "--state", str(state), "--address", ADDRESS]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=settings.ROOT)
    try:
        yield process.stdout.readline().strip() if process.stdout else ""
    finally:
        process.terminate()
        process.wait()
