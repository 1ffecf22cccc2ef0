"""What may come in and what may not, told by content."""

import contextlib
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tinhso.core.files.domain.kinds import ANY, OFFICE, PAPERS, PHOTOS, VOICE, VOICE_NOTE, Kind, Rules
from tinhso.core.files.domain.names import LONGEST, clean_name, disposition
from tinhso.core.files.domain.sandbox import examine
from tinhso.core.files.domain.verdicts import Fault, Refused, Verdict
from tinhso.core.files.tests import samples


@pytest.fixture
def look(tmp_path: Path):
    def look(data: bytes, name: str, declared: str = "", rules: Rules = ANY) -> tuple[Verdict, bytes, bytes]:
        source, clean, preview = (tmp_path / part for part in ("source", "clean", "preview"))
        for path in (clean, preview):
            path.unlink(missing_ok=True)
        source.write_bytes(data)
        verdict = examine(source, name=name, declared=declared, rules=rules, clean=clean, preview=preview)
        return verdict, clean.read_bytes(), preview.read_bytes() if preview.exists() else b""

    return look


def fault(look, data: bytes, name: str, declared: str = "", rules: Rules = ANY) -> Fault:
    with pytest.raises(Refused) as refused:
        look(data, name, declared, rules)
    return refused.value.fault


@pytest.mark.parametrize(
    ("data", "name", "kept_as"),
    [
        (samples.photo(), "đơn.JPG", Kind.JPEG),
        (samples.photo(form="PNG"), "a.png", Kind.PNG),
        (samples.photo(form="PNG", mode="RGBA"), "a.png", Kind.PNG),
        (samples.photo(form="PNG", mode="P"), "a.png", Kind.PNG),
        (samples.photo(form="WEBP"), "a.webp", Kind.JPEG),
        (samples.photo(form="WEBP", mode="RGBA"), "a.webp", Kind.PNG),
        (samples.photo(mode="CMYK"), "a.jpeg", Kind.JPEG),
        (samples.photo(mode="L"), "a.jpeg", Kind.JPEG),
        (samples.heic(), "IMG_0001.HEIC", Kind.JPEG),
    ],
)
def test_pictures_are_drawn_anew(look, data: bytes, name: str, kept_as: Kind) -> None:
    verdict, clean, preview = look(data, name, rules=PHOTOS)
    assert verdict.kind is kept_as
    drawn = Image.open(io.BytesIO(clean))
    assert drawn.format == {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}[kept_as]
    assert drawn.size == (verdict.width, verdict.height)
    assert Image.open(io.BytesIO(preview)).format == "JPEG"


def test_a_picture_loses_where_and_with_what_it_was_taken_but_stands_upright(look) -> None:
    data = samples.photo(400, exif=True)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    verdict, clean, preview = look(data, "a.jpg", rules=PHOTOS)
    for kept in (clean, preview):
        drawn = Image.open(io.BytesIO(kept))
        assert not drawn.getexif()
        assert not drawn.info.keys() & {"exif", "xmp", "icc_profile", "comment"}
    assert (verdict.width, verdict.height) == (200, 400)


def test_a_picture_loses_its_words(look) -> None:
    data = samples.png_with_text()
    assert b"014301012345" in data
    assert b"014301012345" not in look(data, "a.png")[1]


def test_a_large_picture_is_shrunk_to_what_the_use_needs(look) -> None:
    verdict, _, preview = look(samples.photo(1200), "a.jpg", rules=Rules(kinds=PHOTOS.kinds, max_bytes=1, max_side=600))
    assert (verdict.width, verdict.height) == (600, 300)
    assert max(Image.open(io.BytesIO(preview)).size) == 480


def test_a_pdf_is_kept_byte_for_byte(look) -> None:
    data = samples.pdf()
    verdict, clean, preview = look(data, "Đơn xin.pdf", "application/pdf", PAPERS)
    assert (verdict.kind, clean, preview) == (Kind.PDF, data, b"")
    assert look(samples.pdf() + b"\r\n", "a.pdf")[0].kind is Kind.PDF
    link = samples.pdf(samples._root("/OpenAction", b"[0 /Fit]"))
    assert look(link, "a.pdf")[0].kind is Kind.PDF, "going to a page of its own is harmless"


@pytest.mark.parametrize("name", samples.ACTIVE_PDFS)
def test_a_pdf_that_can_act_is_refused(look, name: str) -> None:
    assert fault(look, samples.ACTIVE_PDFS[name], "a.pdf") is Fault.ACTIVE


def test_a_locked_or_damaged_pdf_is_refused(look) -> None:
    import pikepdf

    locked = samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    readable = samples.pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    assert fault(look, locked, "a.pdf") is Fault.LOCKED
    assert fault(look, readable, "a.pdf") is Fault.LOCKED
    assert fault(look, samples.pdf()[:200], "a.pdf") is Fault.BROKEN
    assert fault(look, b"%PDF-1.7\nnothing\n%%EOF", "a.pdf") is Fault.BROKEN


@pytest.mark.parametrize(
    ("parts", "name", "kind"),
    [(samples.DOCX, "a.docx", Kind.DOCX), (samples.XLSX, "a.xlsx", Kind.XLSX), (samples.ODT, "a.odt", Kind.ODT)],
)
def test_office_documents_come_in_under_their_own_name_only(
    look, parts: dict[str, bytes], name: str, kind: Kind
) -> None:
    assert look(samples.package(parts), name, rules=OFFICE)[0].kind is kind
    assert fault(look, samples.package(parts), "a.pptx") is Fault.MISNAMED
    assert fault(look, samples.package(parts), name, rules=PAPERS) is Fault.NOT_ALLOWED


def test_a_link_in_a_document_is_harmless(look) -> None:
    parts = {**samples.DOCX, "word/_rels/document.xml.rels": samples.RELATION % b"hyperlink"}
    assert look(samples.package(parts), "a.docx")[0].kind is Kind.DOCX


@pytest.mark.parametrize("name", samples.HOSTILE_PACKAGES)
def test_a_document_that_hides_or_does_something_is_refused(look, name: str) -> None:
    assert fault(look, samples.HOSTILE_PACKAGES[name], "a.docx") in set(Fault) - {Fault.TOO_SLOW, Fault.MISNAMED}


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (samples.ogg(), "a.ogg", Kind.OGG),
        (samples.ogg(b"\x01vorbis"), "a.oga", Kind.OGG),
        (samples.webm(), "a.webm", Kind.WEBM),
        (samples.webm(live=True), "a.webm", Kind.WEBM),
        (samples.m4a(), "a.m4a", Kind.M4A),
    ],
)
def test_voices_come_in(look, data: bytes, name: str, kind: Kind) -> None:
    assert look(data, name, rules=VOICE)[0].kind is kind


def test_a_voice_loses_where_it_was_recorded(look) -> None:
    data = samples.m4a(place=b"+21.3267+103.9000/")
    _, clean, _ = look(data, "a.m4a")
    assert b"+21.3267" in data
    assert b"+21.3267" not in clean
    assert len(clean) == len(data)


@pytest.mark.parametrize(("make", "name"), [(samples.ogg, "a.ogg"), (samples.m4a, "a.m4a"), (samples.webm, "a.webm")])
def test_a_voice_note_of_half_an_hour_is_refused_and_one_of_two_minutes_is_kept(look, make, name: str) -> None:
    assert fault(look, make(seconds=1800), name, rules=VOICE_NOTE) is Fault.TOO_LONG
    look(make(seconds=120), name, rules=VOICE_NOTE)
    look(make(seconds=1800), name, rules=VOICE)


def test_a_live_recording_lasts_as_long_as_its_last_cluster_says(look) -> None:
    assert fault(look, samples.webm(live=True, seconds=1800), "a.webm", rules=VOICE_NOTE) is Fault.TOO_LONG


def test_a_real_recording_tells_how_long_it_lasts(look, tmp_path: Path) -> None:
    raw, made = tmp_path / "silence.raw", tmp_path / "silence.opus"
    raw.write_bytes(bytes(8_000 * 2 * 3))
    encode = ["opusenc", "--quiet", "--raw", "--raw-rate", "8000", "--raw-chan", "1", str(raw), str(made)]
    subprocess.run(encode, check=True)
    look(made.read_bytes(), "a.opus", rules=replace(VOICE_NOTE, max_seconds=4))
    assert fault(look, made.read_bytes(), "a.opus", rules=replace(VOICE_NOTE, max_seconds=2)) is Fault.TOO_LONG


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.ogg(b"\x80theora"), "a.ogg"),
        (samples.webm(track=1), "a.webm"),
        (samples.m4a(handler=b"vide"), "a.m4a"),
    ],
)
def test_films_are_no_voices(look, data: bytes, name: str) -> None:
    assert fault(look, data, name) is Fault.NOT_ALLOWED


@pytest.mark.parametrize("name", samples.POLYGLOTS)
def test_a_file_that_is_two_things_is_refused(look, name: str) -> None:
    file_name, data = samples.POLYGLOTS[name]
    assert fault(look, data, file_name) in {Fault.UNKNOWN, Fault.HIDES_SOMETHING, Fault.MISNAMED, Fault.BROKEN}


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(look, form: str) -> None:
    assert fault(look, samples.moving(form), f"a.{form.lower()}") is Fault.MOVING


GOOD = {
    "pdf": samples.pdf(),
    "jpg": samples.photo(),
    "png": samples.photo(form="PNG"),
    "webp": samples.photo(form="WEBP"),
    "ogg": samples.ogg(),
    "m4a": samples.m4a(),
    "webm": samples.webm(),
    "docx": samples.package(samples.DOCX),
}


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(("really", "named"), [(a, b) for a in GOOD for b in GOOD if a != b])
def test_ending_and_content_must_agree(look, really: str, named: str) -> None:
    assert fault(look, GOOD[really], f"a.{named}") is Fault.MISNAMED


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "application/x-msdownload", "image/png; charset=x"])
def test_the_senders_media_type_must_agree_too(look, declared: str) -> None:
    assert fault(look, GOOD["jpg"], "a.jpg", declared) is Fault.MISNAMED
    assert look(GOOD["jpg"], "a.jpg", "application/octet-stream")[0].kind is Kind.JPEG


def test_nothing_and_garbage_are_refused(look) -> None:
    assert fault(look, b"", "a.jpg") is Fault.EMPTY
    assert fault(look, b"\xff\xd8\xff" + bytes(200), "a.jpg") is Fault.BROKEN
    assert fault(look, GOOD["png"][:60], "a.png") is Fault.BROKEN
    assert fault(look, b"PK\x03\x04" + bytes(100), "a.docx") is Fault.HIDES_SOMETHING


@pytest.mark.parametrize("name", ["pdf", "jpg", "png", "webp", "ogg", "m4a", "webm", "docx"])
def test_damage_anywhere_is_an_answer_never_a_crash(look, name: str) -> None:
    data = GOOD[name]
    for step in range(1, 12):
        cut = len(data) * step // 12
        for damaged in (data[:cut], data[:cut] + b"\xff" * 9 + data[cut + 9 :]):
            with contextlib.suppress(Refused):
                assert look(damaged, f"a.{name}")[1]


@pytest.mark.asvs("5.3.2")
@given(st.text(max_size=300))
def test_any_name_becomes_a_harmless_one(name: str) -> None:
    made = clean_name(name, "pdf")
    assert made.endswith(".pdf")
    assert len(made) <= LONGEST + 5
    assert not set(made) & set('\\/:*?"<>|\r\n\0\u202e')
    header = disposition(made)
    assert header.isascii()
    assert header.startswith("attachment; ")
    assert "\n" not in header
    assert "\r" not in header
    assert header.count('"') == 2


@pytest.mark.parametrize(
    ("given_name", "made"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\Đơn xin.pdf", "Đơn xin.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("ảnh\u202egpj.exe", "ảnhgpj.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_that_tried_something(given_name: str, made: str) -> None:
    assert clean_name(given_name, "pdf") == made


def test_a_vietnamese_name_survives_the_way_back() -> None:
    assert (
        disposition("Đơn xin.pdf") == "attachment; filename=\"Don xin.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20xin.pdf"
    )
