"""Speech: what a page that is read aloud costs

A page of half a minute is asked for through the doors as a browser does it: its plan, then sentence by sentence. CPU is
that of this process and of the programs that speak. The first press makes every sound, the second finds it kept.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from statistics import median

import django
from django.core.management import call_command

ROUNDS = 8
SENTENCES = (
    "Xã đã nhận hồ sơ của chị Mỷ.",
    "Mã hồ sơ là H52.12-261121-{n:04}.",
    "Hẹn trả thứ Năm, 26/11, 14:30, ở quầy số 3.",
    "Lệ phí 8.000 đ, còn 2 ngày.",
    "Chị mang theo căn cước công dân và giấy hẹn.",
    "Có gì chưa rõ, gọi 1022.",
)
Row = tuple[str, str, str]


def run() -> list[Row]:
    """With files of its own; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.environ |= {"MODE": "test", "VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        return list(_measured())


def _measured() -> Iterator[Row]:
    pages = [_Page(number) for number in range(ROUNDS + 1)]
    pages[0].hear()
    made = [page.hear() for page in pages[1:]]
    again = [page.hear() for page in pages[1:]]
    seconds, size = _middle(one.seconds for one in made), _middle(one.size for one in made)
    yield "a page that is read", f"{seconds:.1f} s, {size / 1000:.1f} KB", "40-120 KB"
    yield "bytes of 20 s of speech", f"{size / seconds * 20 / 1000:.1f} KB", ""
    for press, heard in (("first", made), ("second", again)):
        cpu, first = _middle(one.cpu for one in heard), _middle(one.first for one in heard)
        yield f"{press} press: CPU of the page", f"{cpu * 1000:.1f} ms", ""
        yield f"{press} press: CPU of 20 s of speech", f"{cpu / seconds * 20 * 1000:.1f} ms", ""
        yield f"{press} press: until the first sentence is there", f"{first * 1000:.0f} ms on the clock", ""
    yield "marking a page of ten parts", f"{_marking() * 1e6:.0f} µs", ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One press: processor seconds, seconds until the first sound, seconds and bytes of all sounds."""

    cpu: float
    first: float
    seconds: float
    size: int


class _Page:
    """Six sentences that no other page has: each names a code of its own."""

    def __init__(self, number: int) -> None:
        stamp = import_module("tinhso.kit.aloud").stamp
        words = [f"{sentence.format(n=number)}" for sentence in SENTENCES]
        words = [f"Lần {number}: {one}" for one in words]
        self._parts = json.dumps([[one, stamp(one)] for one in words])
        self._client = import_module("django.test").Client()

    def hear(self) -> Heard:
        """Ask for the plan, then for each sound."""
        cpu, since, first = _cpu(), time.perf_counter(), 0.0
        sounds: list[bytes] = []
        for piece in self._client.post("/speech/page/", {"parts": self._parts}).json()["pieces"]:
            told = {"words": piece["words"], "stamp": piece.get("stamp", ""), "voice": "vi"}
            answer = self._client.get(piece["src"]) if piece.get("src") else self._client.post("/speech/own/", told)
            sounds.append(answer.content)
            first = first or time.perf_counter() - since
        return Heard(_cpu() - cpu, first, sum(map(_seconds, sounds)), sum(map(len, sounds)))


def _cpu() -> float:
    """Of this process and of the programs that ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _seconds(sound: bytes) -> float:
    """By the position of the last page, 48,000 to the second (RFC 7845)."""
    last = sound.rindex(b"OggS")
    return int.from_bytes(sound[last + 6 : last + 14], "little") / 48_000


def _middle(figures: Iterable[float]) -> float:
    return median(list(figures))


def _marking() -> float:
    """Seconds that words and stamps cost a page of 15 KB."""
    stamped = import_module("tinhso.kit.aloud").stamped
    html = "<p data-read>Xã đã nhận <b>hồ sơ</b> của chị.</p>" * 10 + "<b>x</b> " * 1600
    stamped(html)
    since = time.process_time()
    for _ in range(200):
        stamped(html)
    return (time.process_time() - since) / 200
