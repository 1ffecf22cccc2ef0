"""The papers of the law: valid PDF/A, the words exactly, one page where one is enough, a QR that reads back."""

import csv
import io

import pikepdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tinhso.government.procedures.domain import paper_words as words
from tinhso.government.procedures.domain.papers import Slip, pdf, pictures, told
from tinhso.government.procedures.domain.register import AT_MOST, Line, Register, register_csv, register_pdf
from tinhso.government.procedures.tests.paper_samples import (
    AT,
    DUE,
    HEAD,
    LONG,
    OFFICE,
    URL,
    all_papers,
    receipt,
    whole_register,
)
from tinhso.kit.tests.reading_pdf import text_of

PAPERS = all_papers()


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split()).lower()


def strings(value: object) -> list[str]:
    """Every text of the facts, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, inside in value.items() if key not in {"kind", "alt"} for text in strings(inside)]
    if isinstance(value, list):
        return [text for inside in value for text in strings(inside)]
    return []


@pytest.mark.parametrize("name", [name for name in PAPERS if not name.startswith("slip")])
def test_everything_told_stands_on_the_paper(name):
    paper = PAPERS[name]
    shown = squeezed(text_of(pdf(paper)))
    missing = [text for text in strings(told(paper)) if squeezed(text) not in shown]
    assert not missing


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_a_tagged_pdf_a_in_vietnamese_with_its_title(name):
    with pikepdf.open(io.BytesIO(pdf(PAPERS[name]))) as opened, opened.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:title"] == PAPERS[name].title
        assert str(opened.Root.Lang) == "vi"
        assert opened.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    ("name", "pages"), [("receipt", 1), ("supplement", 1), ("refusal", 1), ("apology", 1), ("stop", 1), ("control", 4)]
)
def test_a_paper_takes_no_more_pages_than_it_needs(name, pages):
    with pikepdf.open(io.BytesIO(pdf(PAPERS[name]))) as opened:
        assert len(opened.pages) == pages


@pytest.mark.parametrize("name", ["receipt", "slip", "slip_long"])
def test_a_phone_reads_the_qr_of_a_receipt(name):
    [page] = pictures(PAPERS[name])
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))
    assert found.text == URL


def test_a_slip_says_the_day_and_the_secret_in_words():
    shown = squeezed(text_of(pdf(receipt(Slip))))
    for text in (
        "thứ Năm",
        "26 tháng 11",
        "16 giờ 30",
        "482 915 307",
        "bốn – tám – hai, chín – một – năm, ba – không – bảy",
        "Lò Thị Hoa",
    ):
        assert squeezed(text) in shown


def test_a_long_name_stays_whole_on_the_slip():
    assert squeezed(LONG) in squeezed(text_of(pdf(PAPERS["slip_long"])))


@settings(max_examples=25, deadline=None)
@given(applicant=st.text(max_size=200), procedure=st.text(max_size=300))
def test_no_name_breaks_a_receipt(applicant, procedure):
    assert pdf(receipt(applicant=applicant, procedure=procedure)).startswith(b"%PDF-")


def test_a_result_without_a_template_of_the_law_says_that_it_is_a_trial():
    assert squeezed("không có giá trị pháp lý") in squeezed(text_of(pdf(PAPERS["result"])))


def test_days_are_written_as_the_decree_wants():
    assert words.dated(AT.replace(month=2, day=5)).replace("\u00a0", " ") == "ngày 05 tháng 02 năm 2026"
    assert words.dated(AT.replace(month=3, day=15)).replace("\u00a0", " ") == "ngày 15 tháng 3 năm 2026"
    assert words.day_in_words(DUE).replace("\u00a0", " ") == "thứ Năm, 26 tháng 11"
    assert words.due_in_words(DUE).replace("\u00a0", " ") == "16 giờ 30, thứ Năm, 26 tháng 11 năm 2026"


def test_a_committee_heads_its_paper_on_two_lines():
    assert words.heading_of("", "Ủy ban nhân dân xã Mường La")["name"] == "Ủy ban nhân dân\nxã\u00a0Mường\u00a0La"
    assert words.heading_of("", "Sở Nội vụ")["name"] == "Sở Nội vụ"


def test_the_register_shows_each_dossier():
    shown = squeezed(text_of(register_pdf(whole_register(45))))
    assert all(f"h52.25-20261122-{number:07}" in shown for number in range(1, 46))


def test_a_register_too_long_for_one_paper_is_refused():
    with pytest.raises(ValueError, match=str(AT_MOST)):
        register_pdf(whole_register(AT_MOST + 1))


def read_csv(register: Register) -> list[list[str]]:
    return list(csv.reader(io.StringIO(register_csv(register).decode("utf-8-sig"), newline="")))


@given(note=st.text(max_size=40), name=st.sampled_from(["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =1", "Lò Thị Hoa"]))
def test_no_cell_of_the_csv_is_a_formula(note, name):
    line = Line("H52", name, "Khai sinh", 1, AT, DUE, note=note)
    rows = read_csv(Register(office=OFFICE, subject="", at=AT, signer=HEAD, lines=(line,)))
    assert rows[0] == list(words.REGISTER_HEADS)
    assert not [cell for row in rows for cell in row if cell.strip()[:1] in {"=", "+", "-", "@"} and cell]
    assert rows[1][2].lstrip("'") == name
