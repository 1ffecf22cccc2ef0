"""Community teams: a province's list of 12,131 members of 2,071 villages, read and taken in

Villages, names and telephones are invented; one row in ten names somebody whom the register knows. With
BENCH_POSTGRESQL in that (empty) database, else in SQLite.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone

TEAMS, MEMBERS, COMMUNES = 2_071, 12_131, 75
KNOWN = 10
"""One of so many stands in the register of people already."""
GOAL = "20 s"
FAMILIES = ("Lò", "Cầm", "Hà", "Giàng", "Vàng", "Quàng", "Lường", "Tòng", "Sùng", "Mùa", "Đèo", "Bạc")
MIDDLES = ("Văn", "Thị", "A", "Minh", "Thu", "Đức", "Thanh", "Hồng", "Quang", "Ngọc", "Thế", "Kim")
GIVEN = (
    "Mai", "Hặc", "Thoa", "Chu", "Inh", "Dơ", "Páo", "Sua", "Lả", "Nụ", "Pành", "Xuân", "Dung", "Muôn", "Hoa", "Sơn",
    "Tâm", "Lan", "Phong", "Hạnh", "Vừ", "Dế", "Say", "Chớ", "Mỷ", "Ín", "Bình", "Thắng", "Yên", "Ngân",
)  # fmt: skip
HEADS = (
    "STT", "Xã, phường", "Thôn, bản", "Họ và tên", "Năm sinh", "Giới tính", "Số điện thoại", "Chức vụ trong tổ",
    "Ngôn ngữ", "Kỹ năng",
)  # fmt: skip
Row = tuple[str, str, str]


def run() -> list[Row]:
    """With files of its own; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.environ |= {"MODE": "test", "VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_POSTGRESQL") or f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        return list(_measured(Path(folder)))


def _measured(folder: Path) -> Iterator[Row]:
    vendor = import_module("django.db").connection.vendor
    province, rows = _villages(), _members()
    _register(rows[::KNOWN])
    sheets = import_module("tinhso.kit.sheets")
    for name, made in (("CSV", sheets.csv_of), ("XLSX", sheets.xlsx_of)):
        (folder / name).write_bytes(made([HEADS, *rows]))
        read, seconds, cpu = _timed(partial(_read, folder / name, province, is_sheet=name == "XLSX"))
        yield f"{vendor}: {read.rows:,} rows of {name} read and looked at", _said(seconds, cpu), ""
    taken, seconds, cpu = _timed(partial(_take, read))
    yield f"{vendor}: {taken.joined:,} members of {taken.teams:,} teams taken in", _said(seconds, cpu), GOAL
    again, seconds, cpu = _timed(lambda: _take(_read(folder / "CSV", province, is_sheet=False)))
    yield f"{vendor}: the same list again, {again.same:,} as before", _said(seconds, cpu), GOAL


def _said(seconds: float, cpu: float) -> str:
    return f"{seconds:.1f} s, {cpu:.1f} s of CPU"


def _timed(do: Callable[[], Any]) -> tuple[Any, float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    return do(), time.perf_counter() - begun, time.process_time() - cpu


def _actor() -> Any:
    return import_module("tinhso.kit.actors").Actor.system()


def _villages() -> Any:
    """A province of 75 communes and their villages."""
    place_of = import_module("tinhso.core.places.models").Place
    province = _place(place_of, "Đo Thử", "province", "tỉnh", None)
    communes = [_place(place_of, f"Xã Thử {number}", "commune", "xã", province) for number in range(COMMUNES)]
    for number in range(TEAMS):
        _place(place_of, f"Thử {number}", "village", "bản", communes[number % COMMUNES])
    return province


def _place(place_of: Any, name: str, kind: str, unit: str, parent: Any) -> Any:
    made = place_of.objects.create(name=name, kind=kind, unit_type=unit, parent=parent, path="/")
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made


def _members() -> list[list[str]]:
    chance, rows = Random(2071), list[list[str]]()
    for number in range(MEMBERS):
        team = number % TEAMS
        name = f"{chance.choice(FAMILIES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"
        position = "Tổ trưởng" if number < TEAMS else "Thành viên"
        born = f"{1 + number % 28:02}/{1 + number % 12:02}/{1965 + chance.randrange(38)}"
        rows.append([
            str(number + 1), f"Xã Thử {team % COMMUNES}", f"Bản Thử {team}", name, born, "Nữ" if number % 2 else "Nam",
            f"09{number:08}", position, "Thái, Kinh", "Dịch vụ công, VNeID",
        ])  # fmt: skip
    return rows


def _register(rows: list[list[str]]) -> None:
    """People whom the register knows before the list comes."""
    places = import_module("tinhso.core.places.models").Place.objects.villages()
    homes = dict(places.values_list("name", "pk"))
    name = import_module("tinhso.core.people.domain.names").Name
    particulars = import_module("tinhso.core.people.domain.particulars").Particulars
    told = [
        particulars(name=name.read(row[3]), birth_year=int(row[4][-4:]), home=homes[row[2].removeprefix("Bản ")])
        for row in rows
    ]
    register = import_module("tinhso.core.people.actions.registering").register_people
    register(told, by=_actor(), at=timezone.now())


def _read(path: Path, province: Any, *, is_sheet: bool) -> Any:
    read = import_module("tinhso.society.teams.actions.lists").read_list
    return read(province, name=path.name, path=path, is_sheet=is_sheet, by=_actor(), at=timezone.now())


def _take(one: Any) -> Any:
    return import_module("tinhso.society.teams.actions.lists").take_list(one, by=_actor(), at=timezone.now())
