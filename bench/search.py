"""Searching one million rows, as someone types

Rows look like the people, villages and offices of a province. Each question is asked as it is typed: two letters, a
word, the whole name. The time is that of `Row.objects.find` with its queries, the answer ranked and fetched, for a
visitor, for an officer of one commune and for one who may see everyone.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from statistics import median, quantiles
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection

from bench.apart import Row, on_each_database

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
QUESTIONS = 300
COMMUNES, VILLAGES = 75, 600
GOAL = "p95 ≤ 20 ms"


def _words(text: str) -> list[str]:
    return text.split()


FAMILIES = _words("Lò Quàng Cà Tòng Lường Hoàng Vì Giàng Mùa Sùng Thào Vàng Triệu Bàn Đặng Nguyễn Trần Phạm Đinh Hà")
MIDDLES = _words("Văn Thị A Minh Ngọc Xuân Hồng Thanh Quang Đức Thu Bích")
GIVEN = _words(
    "Pâng Chẳn Hặc Ơn Dơ Chía Páo Mỷ Súa Anh Bình Chi Dũng Hương Lan Mai Nam Oanh Phúc Sơn Tuấn Yến Xuân Đạt"
)
VILLAGE = _words("Nà Huổi Pá Bó Co Phiêng Tông Mường Kéo Lốc Sản Hạ Cang Tấu Mặn Háng Pú Suối Tân Lập Chiềng Khoang")
OFFICES = ("Ủy ban nhân dân xã", "Trạm y tế xã", "Trường tiểu học", "Hợp tác xã", "Công an xã", "Hộ kinh doanh")
SEE = "read_people"


@dataclass(frozen=True)
class Asker:
    """Someone who asks; `reach` are the places where they may see people, None everywhere."""

    signed_in: bool
    reach: frozenset[int] | None
    person: UUID | None = None
    shell: str = "desk"

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        return permission == SEE and self.signed_in

    def places(self, permission: str) -> frozenset[int] | None:
        return self.reach

    def agencies(self, permission: str) -> frozenset[int] | None:
        return None


ASKERS = {
    "visitor": Asker(False, frozenset()),
    "officer of a commune": Asker(True, frozenset({7, *range(100 + 7 * 8, 100 + 8 * 8)})),
    "sees everyone": Asker(True, None),
}


def run() -> list[Row]:
    return on_each_database("bench.search")


def measure(name: str) -> list[Row]:
    """Fill the index of the database in the settings, ask, empty it again."""
    django.setup()
    call_command("migrate", "search", verbosity=0)
    begun = time.perf_counter()
    _fill()
    filled = time.perf_counter() - begun
    rows = [(f"{name}: indexing {ROWS:,} rows", f"{ROWS / filled:,.0f} rows/s", "")]
    rows += [(f"{name}: {who}", _timed(asker), GOAL) for who, asker in ASKERS.items()]
    _empty()
    return rows


def lines(chance: random.Random) -> Iterator[dict[str, object]]:
    """Rows that look Vietnamese: nine people in ten, villages and offices, spread over communes and their villages."""
    for number in range(ROWS):
        kind = chance.choices(("person", "place", "organisation"), (90, 4, 6))[0]
        commune = chance.randrange(COMMUNES)
        village = 100 + commune * 8 + chance.randrange(8)
        where = f"Bản {chance.choice(VILLAGE)} {chance.choice(VILLAGE)}"
        if kind == "person":
            title = f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"
        elif kind == "place":
            title = where
        else:
            title = f"{chance.choice(OFFICES)} {chance.choice(VILLAGE)} {chance.choice(VILLAGE)}"
        permission = SEE if kind == "person" else ""
        yield {
            "kind": kind, "ref": str(number), "title": title, "text": f"{where}, {number:012}",
            "place": village, "permission": permission,
        }  # fmt: skip


def questions(chance: random.Random) -> Iterator[str]:
    """What people type, at every stage of typing it."""
    while True:
        name = f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"
        place = f"ban {chance.choice(VILLAGE)} {chance.choice(VILLAGE)}"
        number = f"{chance.randrange(ROWS):012}"
        yield from (name[:1], name[:2], name.split()[0], name[:-1], name, place[:5], place, number, "zzzz", "uy ban n")


def _fill() -> None:
    search = import_module("tinhso.core.search.actions")
    search.index_many(search.Line(**line) for line in lines(random.Random(1)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE search_row")
        else:
            cursor.execute("PRAGMA optimize")


def _timed(asker: Asker) -> str:
    models = import_module("tinhso.core.search.models")
    setattr(models, "known_permissions", lambda: (SEE,))
    times = []
    asked = questions(random.Random(2))
    for _ in range(QUESTIONS):
        words = next(asked)
        begun = time.perf_counter()
        models.Row.objects.find(words, rights=asker)
        times.append((time.perf_counter() - begun) * 1000)
    p95 = quantiles(times, n=20)[-1]
    return f"median {median(times):.1f} ms, p95 {p95:.1f} ms, worst {max(times):.1f} ms"


def _empty() -> None:
    """SQLite's file goes with its folder."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_row")


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
