"""The poster of a stall and the slip to pay by, read by a scanner and by eye of a machine."""

import io
import subprocess
from datetime import UTC, date, datetime

import pikepdf
import zxingcpp
from PIL import Image

from tinhso.core.payments.domain import papers
from tinhso.core.payments.domain.memos import memo
from tinhso.core.payments.domain.vietqr import read

AT = datetime(2026, 11, 22, tzinfo=UTC)
STALL = papers.Account("970405", "1339002012345", "Lò Thị Hoa")
COMMUNE = papers.Account("970436", "0011004455667", "UBND xã Mộc Châu")


def scanned(pdf: bytes):
    """The code on a paper, read from its picture by a scanner that is not ours."""
    drawn = subprocess.run(["pdftoppm", "-r", "110", "-png", "-"], input=pdf, capture_output=True, check=True).stdout
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)))
    return read(found.text)


def words_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().split())


def test_anyone_pays_any_amount_by_the_poster_of_a_stall():
    pdf = papers.poster(STALL, shop="Quán cơm lam Bà Hoa", place="Chợ Mộc Châu", at=AT)
    code = scanned(pdf)
    assert (code.receiver.bank, code.receiver.account, code.amount) == ("970405", "1339002012345", None)
    words = words_of(pdf)
    for shown in ("Quán cơm lam Bà Hoa", "Agribank", "1339 0020 1234 5", "LÒ THỊ HOA", "Quét mã để trả tiền"):
        assert shown in words


def test_a_slip_pays_one_thing_and_says_all_that_a_transfer_by_hand_needs():
    pdf = papers.slip(
        COMMUNE, code="TS2345678X", memo=memo("TS2345678X", "Lệ phí"), amount=15_000, what="Lệ phí chứng thực",
        payee="Ủy ban nhân dân xã Mộc Châu", due=date(2026, 11, 29), at=AT,
    )  # fmt: skip
    code = scanned(pdf)
    assert (code.amount, code.memo, code.bill, code.is_for_once) == (15_000, "TS2345678X Le phi", "TS2345678X", True)
    words = words_of(pdf)
    for shown in ("15.000 đ", "29/11/2026", "Vietcombank", "0011 0044 5566 7", "TS2345678X Le phi"):
        assert shown in words


def test_papers_are_one_page_each_and_long_names_do_not_break_them():
    long = "Hợp tác xã nông nghiệp hữu cơ và du lịch cộng đồng bản Phiêng Lơi"
    poster = papers.poster(STALL, shop=long, place="Bản Phiêng Lơi, xã Mường Và, Sơn La", at=AT)
    slip = papers.slip(
        COMMUNE, code="TS2345678X", memo="TS2345678X", amount=1_234_567_890, what="Phí thẩm định " * 6, payee=long,
        due=date(2026, 11, 29), at=AT,
    )  # fmt: skip
    for pdf in (poster, slip):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert len(opened.pages) == 1
