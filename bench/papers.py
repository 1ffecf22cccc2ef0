"""Papers of the law: CPU of this process for one PDF/A, its template already read."""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from resource import RUSAGE_SELF, getrusage
from statistics import median

import django

from tinhso.government.procedures.domain.papers import Listed, Office, Receipt, Signer, SupplementRequest, Way, pdf
from tinhso.kit.typesetting import qr

Row = tuple[str, str, str]
TIMES = 300
AT = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=7)))
URL = "https://dichvu.example.vn/procedures/track/H52.25-20261122-{:07}/k7w2m4q6x5t3r2ab/"


def run() -> list[Row]:
    """Each paper differs from the one before, as at a counter."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    first = _milliseconds(lambda: pdf(_receipt(0)))
    drawn = _of_many(lambda number: qr(URL.format(number)))
    receipt = _of_many(lambda number: pdf(_receipt(number)))
    letter = _of_many(lambda number: pdf(_letter(number)))
    before = getrusage(RUSAGE_SELF).ru_maxrss
    _of_many(lambda number: pdf(_receipt(number + TIMES)))
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    return [
        ("the first receipt of a process", f"{first:.0f} ms CPU", ""),
        ("a QR", f"{drawn:.2f} ms CPU", "≤ 1 ms"),
        ("form 01, a page with its QR", f"{receipt:.1f} ms CPU, {len(pdf(_receipt(1))) / 1000:.0f} KB", "≤ 10 ms"),
        ("form 02, a page", f"{letter:.1f} ms CPU", "≤ 6 ms"),
        (f"memory that {TIMES} more receipts take", f"{grown:.0f} MB", "0"),
    ]


def _of_many(make: Callable[[int], object]) -> float:
    make(0)
    return median(_milliseconds(partial(make, number)) for number in range(1, TIMES))


def _milliseconds(make: Callable[[], object]) -> float:
    begun = time.process_time()
    make()
    return (time.process_time() - begun) * 1000


def _receipt(number: int) -> Receipt:
    return Receipt(
        office=Office("Ủy ban nhân dân xã Mường La", "Mường La"),
        ref=f"H52.25-20261122-{number:07}",
        applicant=f"Lò Thị Hoa {number}",
        procedure="Đăng ký khai sinh",
        at=AT,
        signer=Signer("Cầm Văn Bun", ("Người tiếp nhận hồ sơ",)),
        papers=tuple(Listed(name, 1) for name in ("Tờ khai", "Giấy chứng sinh", "Giấy chứng nhận kết hôn")),
        received_at=AT,
        due_at=AT + timedelta(days=4),
        channel="counter",
        way=Way(f"{number % 1000:03} 915", URL.format(number)),
    )


def _letter(number: int) -> SupplementRequest:
    return SupplementRequest(
        office=Office("Ủy ban nhân dân xã Mường La", "Mường La", phone="0212 3831 022"),
        ref=f"H52.25-20261122-{number:07}",
        applicant=f"Lò Thị Hoa {number}",
        procedure="Đăng ký khai sinh",
        at=AT,
        signer=Signer("Quàng Thị Xuân", ("TM. Ủy ban nhân dân", "Chủ tịch")),
        asked=("Giấy chứng sinh bản chính",),
        reason="Ảnh gửi kèm bị mờ.",
        until=AT + timedelta(days=30),
    )
