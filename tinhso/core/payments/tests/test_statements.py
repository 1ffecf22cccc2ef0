"""Bank statements: read as banks write them, shown first, taken in by thousands as one by one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.payments.actions import take_credit
from tinhso.core.payments.actions.reconciling import Told, take_many
from tinhso.core.payments.actions.statements import NotReadable, read_statement, take_statement
from tinhso.core.payments.domain.statements import Fault, read_amount, read_csv, read_date
from tinhso.core.payments.models import BookTransfer, Credit, Intent, MoneyMatter
from tinhso.core.payments.tests.stories import A_DAY, MONDAY, SYSTEM, Treasury, a_treasury, bank_tells
from tinhso.kit.refusals import NotYours

db = pytest.mark.django_db
HEAD = "Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Số dư,Nội dung giao dịch"


def a_file(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "sao-ke.csv"
    path.write_text("\n".join(["NGÂN HÀNG TMCP,,,,,", "Từ ngày 23/11/2026,,,,,", head, *lines]), encoding="utf-8")
    return path


def reads(fees: Treasury, path: Path) -> Any:
    return read_statement(fees.payee, name=path.name, path=path, is_sheet=False, by=fees.muon, at=MONDAY)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("50.000", 50_000),
        ("50,000", 50_000),
        ("50.000,00", 50_000),
        ("50,000.00 VND", 50_000),
        ("+1.250.000 đ", 1_250_000),
        (50000.0, 50_000),
        ("50000", 50_000),
        ("50000.00", 50_000),
        ("50.000,50", None),
        ("50.00.000", None),
        ("năm mươi nghìn", None),
        (0.5, None),
    ],
)
def test_an_amount_is_never_taken_a_hundred_times(written: object, amount: int | None) -> None:
    assert read_amount(written) == amount


@given(st.integers(1, 10**10), st.sampled_from([",", "."]), st.sampled_from(["", "00"]))
def test_what_is_grouped_reads_back(amount: int, group: str, cents: str) -> None:
    point = "." if group == "," else ","
    written = f"{amount:,}".replace(",", group) + (f"{point}{cents}" if cents else "")
    assert read_amount(written) == amount


def test_a_day_is_a_day_of_vietnam() -> None:
    assert read_date("05/06/2026 08:30:00") == datetime(2026, 6, 5, 1, 30, tzinfo=UTC)
    assert read_date("31/02/2026") is None


def test_lines_that_cannot_be_read_say_why_and_money_that_went_out_is_none() -> None:
    lines = (
        "23/11/2026,FT1,,50.000,,a",
        "hôm qua,FT2,,50.000,,b",
        "23/11/2026,FT3,,5x,,c",
        "23/11/2026,FT4,9.000,,,d",
    )
    read = read_csv("\n".join([HEAD, *lines]).encode())
    assert [(line.row, line.fault) for line in read] == [(2, None), (3, Fault.DATE), (4, Fault.AMOUNT)]


@db
def test_a_statement_is_looked_at_before_it_is_taken_in_and_taken_in_once(tmp_path: Path) -> None:
    fees = a_treasury()
    told, silent = fees.asks(), fees.asks()
    bank_tells(told, bank_ref="FT1")
    path = a_file(
        tmp_path,
        f"23/11/2026 09:05:00,FT1,,50.000,,{told.order_code}",
        f"23/11/2026 09:06:00,FT2,,50.000,,MBVCB {silent.order_code} nop phi",
        "23/11/2026 09:07:00,FT3,,70.000,,cam on",
    )
    statement = reads(fees, path)
    assert Credit.objects.count() == 1

    for _time in range(2):
        done = take_statement(statement, by=fees.muon, at=MONDAY)
    assert (done.matched, done.held, done.known) == (1, 1, 1)
    silent.refresh_from_db()
    assert silent.is_paid
    assert Credit.objects.count() == 3


@db
def test_a_longer_file_of_the_same_days_brings_only_what_is_new(tmp_path: Path) -> None:
    fees = a_treasury()
    intent = fees.asks()
    line = f"23/11/2026 09:05:00,,,50.000,,{intent.order_code}"
    take_statement(reads(fees, a_file(tmp_path, line)), by=fees.muon, at=MONDAY)
    done = take_statement(
        reads(fees, a_file(tmp_path, line, "24/11/2026,,,1.000,,x", "24/11/2026,,,1.000,,x")), by=fees.muon, at=MONDAY
    )
    assert (done.known, done.held, Credit.objects.count()) == (1, 2, 3)


@db
def test_a_file_without_the_columns_is_refused_and_an_officer_brings_none(tmp_path: Path) -> None:
    fees = a_treasury()
    with pytest.raises(NotReadable):
        reads(fees, a_file(tmp_path, "1,2,3", head="a,b,c"))
    with pytest.raises(NotYours):
        read_statement(fees.payee, name="x", path=a_file(tmp_path, "1"), is_sheet=False, by=fees.hac, at=MONDAY)


# --- many at once are as one by one


def drawn(fees: Treasury, chances: list[tuple[int, int, str, int]]) -> list[Told]:
    intents = [fees.asks() for _number in range(5)]
    return [
        Told(
            name=f"row-{number}",
            amount=amount,
            content=intents[which].order_code if which < 5 else "khong ro",
            paid_at=MONDAY + day * A_DAY,
            bank_ref=ref,
        )
        for number, (which, amount, ref, day) in enumerate(chances)
    ]


def left() -> tuple[Any, ...]:
    """What the money came to, without ids and codes."""
    credits_ = Credit.objects.order_by("id").values_list(
        "amount", "outcome", "applied", "held", "bank_ref", "provider", "also_by", "paid_at"
    )
    matters = MoneyMatter.objects.order_by("id").values_list("kind", "amount")
    booked = BookTransfer.objects.order_by("id").values_list("amount", "debit__book", "credit__book")
    intents = Intent.objects.order_by("id").values_list("state", "received", "rail")
    return tuple(map(list, (credits_, matters, booked, intents)))


@pytest.mark.parametrize("seed", range(12))
@db
def test_many_at_once_are_as_one_by_one(seed: int) -> None:
    chance = Random(seed)
    sums, refs = [50_000, 49_000, 90_000], ["", "", "FT1", "FT2"]
    chances = [
        (chance.randrange(6), chance.choice(sums), chance.choice(refs), chance.randrange(4))
        for _line in range(chance.randrange(1, 13))
    ]
    results = []
    for at_once in (True, False):
        with transaction.atomic():
            fees = a_treasury()
            told = drawn(fees, chances)
            for one in told[:2]:
                take_credit(
                    payee=fees.payee, provider="sepay", provider_ref=one.name, amount=one.amount, content=one.content,
                    paid_at=one.paid_at + timedelta(hours=1), by=SYSTEM, at=MONDAY,
                )  # fmt: skip
            for _time in range(2):
                if at_once:
                    take_many(fees.payee, "statement", told, by=SYSTEM, at=MONDAY)
                else:
                    for one in told:
                        take_credit(
                            payee=fees.payee, provider="statement", provider_ref=one.name, amount=one.amount,
                            content=one.content, paid_at=one.paid_at, bank_ref=one.bank_ref, by=SYSTEM, at=MONDAY,
                        )  # fmt: skip
            results.append(left())
            transaction.set_rollback(True)
    assert results[0] == results[1]
