"""The way to the sandbox: hostile bytes are parsed in another process, with limits of memory, time and output."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tinhso.core.files.domain.kinds import PACKAGES, Kind, Rules, agrees, sniff
from tinhso.core.files.domain.signing.findings import Reason, Report
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict

WAIT_SECONDS = 60.0
_HOUSE = Path(__file__).resolve().parents[4]
_UPLOADS = "tinhso.core.files.domain.inspector"
_SIGNED = "tinhso.core.files.domain.signing.inspector"
LONGEST_ANSWER = 200_000


class Sandbox:
    """One sandbox of a kind per process of ours, started at its first file and again should it die."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._owner = -1
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def inspect(self, source: Path, kind: Kind, *, clean: Path, preview: Path | None, rules: Rules) -> Verdict:
        """What the file is. `clean` (and `preview`) are written when it is kept changed. Raises Refused."""
        job = {
            "source": str(source),
            "kind": "package" if kind in PACKAGES else kind.value,
            "clean": str(clean),
            "preview": str(preview or ""),
            "max_side": str(rules.max_side),
            "max_seconds": str(rules.max_seconds),
        }
        return Verdict.of_json(self.ask(job))

    def ask(self, job: dict[str, str]) -> dict[str, object]:
        """What a child of the sandbox says of a job. Raises Refused."""
        said = self._ask(json.dumps(job))
        if "fault" in said:
            raise Refused(Fault(str(said["fault"])))
        return said

    def _ask(self, line: str) -> dict[str, object]:
        """A child that dies without an answer ran into a limit: that is an answer too."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(WAIT_SECONDS)
            try:
                connection.connect(self._address())
                connection.sendall(line.encode() + b"\n")
                with connection.makefile("r", encoding="utf-8") as answer:
                    told = answer.readline(LONGEST_ANSWER)
            except TimeoutError as late:
                raise Refused(Fault.TOO_SLOW) from late
            except ConnectionError:
                told = ""
        if not told:
            raise Refused(Fault.BOMB)
        said = json.loads(told)
        if not isinstance(said, dict):
            raise Refused(Fault.BROKEN)
        return said

    def _address(self) -> str:
        with self._lock:
            if self._owner != os.getpid() or self._process is None or self._process.poll() is not None:
                self._start()
            return f"{self._folder.name}/inspector" if self._folder else ""

    def _start(self) -> None:
        """The sandbox sees none of our environment: no secret, no database address."""
        self._folder = tempfile.TemporaryDirectory(prefix="tinhso-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module, f"{self._folder.name}/inspector"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(_HOUSE), "PATH": "/usr/bin:/bin", "MALLOC_ARENA_MAX": "2"},
            text=True,
        )
        self._owner = os.getpid()
        if self._process.stdout is None or self._process.stdout.readline() != "ready\n":
            raise Refused(Fault.TOO_SLOW)


sandbox = Sandbox(_UPLOADS)
checker = Sandbox(_SIGNED)


def examine(source: Path, *, name: str, declared: str, rules: Rules, clean: Path, preview: Path | None) -> Verdict:
    """Whether a file that arrived may be kept under `rules`, and as what. Raises Refused.

    Its name's ending, the sender's media type, its first bytes and its whole content must say the same. On success the
    bytes to keep lie at `clean` and, for pictures, a small one at `preview` when asked for.
    """
    with source.open("rb") as file:
        head = file.read(64)
    if not head:
        raise Refused(Fault.EMPTY)
    candidates = sniff(head)
    if not candidates:
        raise Refused(Fault.UNKNOWN)
    if not candidates & rules.kinds:
        raise Refused(Fault.NOT_ALLOWED)
    verdict = sandbox.inspect(source, min(candidates), clean=clean, preview=preview, rules=rules)
    came_as = verdict.kind if candidates == PACKAGES else min(candidates)
    if came_as not in rules.kinds:
        raise Refused(Fault.NOT_ALLOWED)
    if not agrees(came_as, name=name, declared=declared):
        raise Refused(Fault.MISNAMED)
    if not clean.exists():
        with contextlib.suppress(FileExistsError):
            os.link(source, clean)
    return verdict


def hide_parts(source: Path, *, clean: Path, preview: Path, parts: Sequence[tuple[int, int, int, int]]) -> Verdict:
    """Write a picture without those parts (thousandths: left, top, width, height) to `clean`, and its preview.

    Raises Refused.
    """
    job = {
        "kind": "hide",
        "source": str(source),
        "clean": str(clean),
        "preview": str(preview),
        "parts": " ".join(str(number) for part in parts for number in part),
    }
    return Verdict.of_json(sandbox.ask(job))


def check_signed(source: Path, *, anchors: Path, lists: Path, at: datetime) -> Report:
    """Who signed the document at a path and whether it may be believed. What breaks a parser is unreadable."""
    job = {"source": str(source), "anchors": str(anchors), "lists": str(lists), "at": at.isoformat()}
    try:
        return Report.of_json(checker.ask(job))
    except Refused:
        return Report(reasons=(Reason.UNREADABLE,))
