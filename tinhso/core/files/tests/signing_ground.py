"""What the stories of signing share: a certification authority in a process of its own, keys, papers to be signed."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
import requests
from django.utils import timezone

from tinhso.core.files.actions import keys, signing
from tinhso.core.files.models import File, Holder
from tinhso.kit.actors import Actor
from tinhso.kit.typesetting import typeset

ROOT = Path(__file__).resolve().parents[4]
PIN = "246810"
MUON, COMMUNE = UUID(int=11), UUID(int=12)
NAME, OFFICE = "Quàng Văn Muôn", "Uỷ ban nhân dân xã Co Mạ"
BY = Actor(account=7, person=MUON)
TITLE = "Xác nhận tình trạng hôn nhân"


class Authority:
    """The simulated authority, and the hand that makes it fail."""

    def __init__(self, folder):
        self.folder = folder
        command = [sys.executable, "-m", "simulators.ca", "--port", "0", "--state", str(folder / "ca")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.address = self.process.stdout.readline().strip()
        self.stamper = f"{self.address}/tsa"

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def issue(self, request, **when):
        told = urlencode({name: moment.isoformat() for name, moment in when.items()})
        answer = requests.post(f"{self.address}/issue?{told}", data=request, timeout=5)
        assert answer.status_code == 200
        return answer.content

    def revoke(self, serial, at=None):
        told = {"serial": serial} | ({"at": at.isoformat()} if at else {})
        assert requests.post(f"{self.address}/revoke?{urlencode(told)}", timeout=5).status_code == 200

    @contextmanager
    def failing(self, fault, **how):
        self._fault(fault, **how)
        try:
            yield
        finally:
            self._fault("nothing")

    def _fault(self, fault, **how):
        requests.post(f"{self.address}/simulator/fault", data={"fault": fault, **how}, timeout=5)


def pin_root(authority, settings):
    """Pin the authority's root here."""
    settings.SIGNING_ANCHORS.mkdir(parents=True, exist_ok=True)
    root = requests.get(f"{authority.address}/root.cer", timeout=5).content
    (settings.SIGNING_ANCHORS / "root.cer").write_bytes(root)


def make_key(authority, *, kind=Holder.PERSON, holder=MUON, name=NAME, organisation=OFFICE, pin=PIN, **when):
    """A certified key; `starts` and `ends` as its certificate says."""
    at = timezone.now()
    key = keys.make_signing_key(kind, holder, name=name, organisation=organisation, pin=pin, by=BY, at=at)
    certificate = authority.issue(keys.request_file(key).read_bytes(), **when)
    return keys.certify_key(key, certificate, by=BY, at=at)


def open_key(key, pin=PIN, at=None):
    return keys.open_key(key, pin, by=BY, at=at or timezone.now())


def make_seal(authority, organisation=COMMUNE, name=OFFICE):
    """The seal of an agency."""
    return make_key(authority, kind=Holder.AGENCY, holder=organisation, name=name, organisation=name,
                    pin=keys.seal_pin(organisation))  # fmt: skip


@cache
def paper():
    """One page with a sentence on it."""
    return typeset(
        Path(__file__).with_name("paper.typ"),
        {"text": "Uỷ ban nhân dân xã xác nhận."},
        at=timezone.now().replace(microsecond=0),
    )


def file_row():
    """Something that papers are about."""
    return File.objects.create(name="hồ sơ", kept_at=timezone.now(), forgotten_at=timezone.now())


def sign(officer, seal=None, content=None, about=None, **more):
    """Sign a paper as the product does."""
    told = signing.Paper(
        content=content or paper(), name="ket-qua.pdf", title=TITLE, about=about or file_row(), post="Chủ tịch", **more
    )
    return signing.sign_paper(told, officer=officer, seal=seal, by=BY, at=timezone.now())


def bytes_of(signed):
    """The signed file as it lies here now."""
    signed.file.refresh_from_db()
    return signing.store().path(signed.file.blob.sha256).read_bytes()


def tool(name, package):
    """A program that is not ours; without it the test is skipped loudly, under CI it fails."""
    path = shutil.which(name)
    if path is None:
        message = f"{name} is missing: apt-get install {package}. Signatures were NOT checked by it."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return path


def in_days(days):
    return timezone.now() + timedelta(days=days)
