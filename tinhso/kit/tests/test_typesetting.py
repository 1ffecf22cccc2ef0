"""Typesetting: what people type stays text; papers are PDF/A-2b and the same twice."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import typst
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tinhso.kit.tests.reading_pdf import text_of
from tinhso.kit.typesetting import MISSING, clean, draw, qr, typeset

AT = datetime(2026, 11, 22, tzinfo=UTC)
PLAIN = """#let d = json(bytes(sys.inputs.data))
#set document(title: "Thử", date: auto)
#set text(font: "Source Serif 4 14pt", lang: "vi", fallback: false)
#d.text.split("\\n").join(linebreak())
#if "qr" in d { image(bytes(d.qr), format: "svg", width: 40mm, alt: "QR") }
"""
VIETNAMESE = "Quẫy Đẫn Thị Ngỗng ở xã Mường Ẳng, tỉnh Điện Biên: “Giấy khai sinh” – 1.001193 ạ ả ẵ ỡ ỷ Ỷ Ư ơ"
HOSTILE = (
    '#eval("1+1")', "#read(\"/etc/passwd\")", '#import "@preview/x:1.0.0"', "\\", "$x^2$", "@ref", "= Đầu", "<label>",
    "*đậm*", "`mã`", "#let d = 1", '"}{"', "مرحبا", "🙂👨‍👩‍👧", "\u202eđảo", "\x00\x07", "ệ" * 10_000, "e\u0302\u0323",
    "#", "", "https://a.example/" + "x" * 300, "\ud800", "\r\n\t",
)  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("typst") / "plain.typ"
    path.write_text(PLAIN)
    return path


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_vietnamese_comes_out_as_it_went_in(plain):
    assert squeezed(text_of(typeset(plain, {"text": VIETNAMESE}, at=AT))) == squeezed(VIETNAMESE)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_is_only_text(plain, text):
    shown = text_of(typeset(plain, {"text": text}, at=AT))
    assert squeezed(shown) == squeezed(clean(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
@example("#panic()")
def test_no_text_breaks_a_paper(plain, text):
    assert squeezed(text_of(typeset(plain, {"text": text}, at=AT))) == squeezed(clean(text))


def test_letters_that_we_lack_are_shown_as_lacking():
    assert clean("Lò 🙂 Hoa") == f"Lò {MISSING} Hoa"
    assert clean("Nguye\u0302\u0303n") == "Nguyễn"


def test_a_paper_says_that_it_is_pdf_a_and_carries_its_fonts(plain):
    with pikepdf.open(io.BytesIO(typeset(plain, {"text": VIETNAMESE}, at=AT))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
        assert str(pdf.Root.Lang) == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot is not None
        fonts = pdf.pages[0].Resources.Font.values()
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_the_same_paper_has_the_same_bytes(plain):
    assert typeset(plain, {"text": VIETNAMESE}, at=AT) == typeset(plain, {"text": VIETNAMESE}, at=AT)


def test_a_template_reaches_nothing_outside_its_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("bí mật")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.typ").write_text('#read("../secret.txt")')
    with pytest.raises(typst.TypstError):
        typeset(inside / "a.typ", {}, at=AT)


def test_a_qr_is_read_back_from_the_page(plain):
    address = "https://dichvu.example.vn/procedures/track/H52.25-20261122-0000123/k7w2m4q6x5t3r2ab/"
    [page] = draw(plain, {"text": "", "qr": qr(address)}, dots_per_inch=110)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))
    assert found.text == address


def test_no_template_of_ours_evaluates_text_or_fetches_packages():
    house = Path(__file__).resolve().parents[2]
    templates = sorted(house.rglob("*.typ"))
    assert templates
    for path in templates:
        text = path.read_text()
        assert not [word for word in ("eval(", "@preview", "plugin(", "read(") if word in text], path
