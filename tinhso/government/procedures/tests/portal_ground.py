"""The simulated portal for tests: a process of its own on a free port of loopback."""

import base64
import json
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from uuid import uuid4

import requests

from simulators.portal.papers import sample_pdf
from tinhso.government.procedures.actions.exchange import Standing, note_change
from tinhso.government.procedures.clients.portal import HttpPortal
from tinhso.government.procedures.domain.portal import (
    Message,
    Progress,
    Side,
    Status,
    dialect_of,
    from_portal,
    to_portal,
)
from tinhso.government.procedures.models import Line, Outgoing
from tinhso.kit import lines

ROOT = Path(__file__).resolve().parents[4]
UNIT, USER, PASSWORD = "H52", "tinhso", "a secret of tests"
BIRTH, COPY = "1.001193", "2.000815"
AGENCY = "H52.75.3"
KNOWN = {
    "clients": {USER: PASSWORD},
    "unit": UNIT,
    "agencies": [{"code": AGENCY, "name": "UBND xã Co Mạ"}],
    "procedures": [
        {"MATTHC": BIRTH, "TENTTHC": "Đăng ký khai sinh", "MALINHVUC": "G03-HT", "TENLINHVUC": "Hộ tịch"},
        {"MATTHC": COPY, "TENTTHC": "Chứng thực bản sao", "MALINHVUC": "G03-CT", "TENLINHVUC": "Chứng thực"},
    ],
}


class Simulator:
    """The running simulator, and the hand that makes it fail."""

    def __init__(self, folder, *, port=0, **known):
        self.folder, self.process = folder, None
        self.file_known(**known)
        self.start(port)

    def file_known(self, **known):
        (self.folder / "portal.json").write_text(json.dumps(KNOWN | known))

    def start(self, port=0):
        store = ["--store", str(self.folder / "portal.sqlite3")]
        command = [sys.executable, "-m", "simulators.portal", "--port", str(port or getattr(self, "port", 0))]
        self.process = subprocess.Popen(
            [*command, "--known", str(self.folder / "portal.json"), *store], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rpartition(":")[2])

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def is_up(self):
        return self.process.poll() is None

    def fail(self, fault, **how):
        told = {"fault": fault, **{name: str(value) for name, value in how.items()}}
        assert requests.post(f"{self.address}/simulator/fault", data=told, timeout=5).status_code == 200

    @contextmanager
    def failing(self, fault, **how):
        self.fail(fault, **how)
        yield
        self.fail("nothing")

    def held(self):
        """Every dossier it holds, by code."""
        told = requests.get(f"{self.address}/simulator/dossiers", timeout=5).json()
        return {dossier["MaHoSo"]: dossier for dossier in told["dossiers"]}

    def settles(self):
        """Wait until it has done all that it was asked: tests let minutes pass in no time."""
        while requests.get(f"{self.address}/simulator/busy", timeout=5).json()["busy"]:
            sleep(0.02)

    def steps(self, code):
        return [(int(step["TrangThai"]), step["ThoiDiemXuLy"]) for step in self.held()[code]["TienDoXuLy"]]

    def doubled(self):
        """Steps that it holds twice."""
        every = Counter(
            (code, step["TrangThai"], step["ThoiDiemXuLy"])
            for code, dossier in self.held().items()
            for step in dossier["TienDoXuLy"]
        )
        return {step: times for step, times in every.items() if times > 1}

    def calls(self):
        return requests.get(f"{self.address}/simulator/dossiers", timeout=5).json()["calls"]

    def change(self, code, **fields):
        told = {"code": code, "fields": fields}
        assert requests.post(f"{self.address}/simulator/change", json=told, timeout=5).json()["found"]

    def files_dossier(self, *, procedure=BIRTH, papers=("to-khai.pdf",), agency=AGENCY, address="", **fields):
        """Someone files on the national portal; the code they get."""
        body = base64.b64encode(sample_pdf("to khai")).decode()
        made = [
            {"name": name, "kind": "application/pdf", "body": body, "paper": "", "address": address} for name in papers
        ]
        told = {"agency": agency, "procedure": procedure, "fields": fields, "papers": made}
        answer = requests.post(f"{self.address}/simulator/file", json=told, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()["MaHoSo"]

    def client(self, **dialect):
        words = dialect_of().model_copy(update=dialect)
        line = lines.Line(self.address)
        return HttpPortal(line, line, unit=UNIT, user=USER, password=PASSWORD, dialect=words)


class Notebook:
    """A stand-in for our own dossiers: the exchange must be right whatever they are."""

    def __init__(self):
        self.codes, self.status, self.expected = {}, {}, {}
        self.taken, self.refuse, self.break_once, self.unsayable, self.followed = {}, {}, set(), set(), []
        self.entry = 0

    def opens(self, code, *, dossier=None):
        dossier = dossier or uuid4()
        self.codes[dossier] = code
        self.expected[code] = []
        return dossier

    def moves(self, dossier, status, *, at):
        """Our dossier takes a step, and the portal is to learn of it."""
        self.entry += 1
        code = self.codes[dossier]
        self.status[dossier] = status
        self.expected[code].append((int(status), to_portal(at)))
        note_change(dossier=dossier, code=code, status=status, step="x", moment=at, entry=self.entry, at=at)

    def standing(self, dossier):
        code = self.codes[dossier]
        status, since = self.expected[code][-1]
        return Standing(code, Status(status), "x", from_portal(since))

    def say(self, row):
        if row.dossier in self.unsayable:
            raise LookupError("cannot be said")
        message = Message(code=row.code, procedure=BIRTH, status=row.status, received_at=row.moment)
        return message, Progress(code=row.code, at=row.moment, status=row.status, what="Bước")

    def take(self, message, papers, *, at):
        if message.code in self.refuse:
            raise self.refuse[message.code]
        Line.objects.create(name=message.code[-20:])
        if message.code in self.break_once:
            self.break_once.discard(message.code)
            raise RuntimeError("broken half-way")
        assert message.code not in self.taken, "taken twice"
        self.taken[message.code] = [
            (paper.about.name, paper.upload.file.getvalue() if paper.upload else paper.why) for paper in papers
        ]
        return self.opens(message.code)

    def office(self, identifier):
        return None

    def sides(self, codes, *, at):
        waiting = set(Outgoing.objects.unfinished().values_list("dossier", flat=True))
        return {
            code: Side(code=code, status=self.status[dossier], due_at=None, dossier=dossier)
            for dossier, code in self.codes.items()
            if code in codes and dossier not in waiting and dossier in self.status
        }

    def known(self, codes):
        return set(codes) & set(self.codes.values())

    def told_since(self, since):
        return iter(list(self.expected))

    def follow(self, dossier, status, *, by, at):
        self.followed.append((dossier, status))
        self.status[dossier] = status
