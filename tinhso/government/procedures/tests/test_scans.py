"""What can be read is let through, what cannot is named, and no bytes at all upset it."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.government.procedures.domain.papers import pdf
from tinhso.government.procedures.domain.scans import SENTENCES, Fault, faults_of, said
from tinhso.government.procedures.tests.paper_samples import all_papers
from tinhso.government.procedures.tests.scan_samples import (
    blurred,
    card,
    empty_pdf,
    faded,
    form,
    jpeg,
    lit,
    noisy,
    on_table,
    png,
    scanned,
    typeset,
)

LOCK = pikepdf.Encryption(owner="a", user="b")
SHEET = form()
READABLE = {
    "a form": jpeg(SHEET),
    "a form packed hard": jpeg(SHEET, 30),
    "one line": jpeg(form(1)),
    "pencil": jpeg(form(ink="#9a9a9a")),
    "a little out of focus": jpeg(blurred(SHEET, 0.3)),
    "a dim room": jpeg(lit(SHEET, 0.35)),
    "grain": jpeg(noisy(SHEET)),
    "a card": png(card()),
    "on a table": jpeg(on_table(SHEET)),
    "a card on a table": jpeg(on_table(card())),
    "at 110 points an inch": typeset(),
    "a scanned PDF": scanned(SHEET),
    "a scan in black and white": scanned(SHEET.convert("1")),
    "a PDF of a phone, a point for a pixel": scanned(SHEET, 72),
    "a typeset PDF": pdf(all_papers()["receipt"]),
    "one drawn line": empty_pdf(1, b"10 10 m 90 90 l S"),
}
BAD = {
    "locked": (empty_pdf(1, encryption=LOCK), Fault.LOCKED),
    "no pages": (empty_pdf(), Fault.NO_PAGES),
    "blank pages": (empty_pdf(3, b"q 1 0 0 1 0 0 cm BT (  ) Tj ET Q"), Fault.BLANK),
    "a blank scan": (scanned(form(0)), Fault.BLANK),
    "a blank photo": (jpeg(noisy(form(0), 6)), Fault.BLANK),
    "tiny": (png(SHEET.resize((400, 566))), Fault.SMALL),
    "a coarse scan": (scanned(SHEET.resize((827, 1169)), 100), Fault.SMALL),
    "dark": (jpeg(lit(SHEET, 0.2)), Fault.DARK),
    "faded": (jpeg(faded(SHEET)), Fault.BRIGHT),
    "blurred": (jpeg(blurred(SHEET)), Fault.BLURRED),
    "blurred, with grain": (jpeg(noisy(blurred(on_table(SHEET)))), Fault.BLURRED),
    "a blurred scan": (scanned(blurred(SHEET)), Fault.BLURRED),
    "cut off": (jpeg(SHEET)[:9000], Fault.BROKEN),
    "no file of a paper": (b"MZ" + bytes(400), Fault.BROKEN),
}
SAMPLES = [
    jpeg(card(), 40),
    png(card().resize((90, 60))),
    scanned(card()),
    empty_pdf(2, b"BT (x) Tj ET"),
    BAD["locked"][0],
]


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_raises_no_alarm(name):
    assert faults_of(READABLE[name]) == ()


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named(name):
    content, fault = BAD[name]
    assert faults_of(content) == (fault,)


def test_every_fault_has_its_sentence():
    assert set(SENTENCES) == set(Fault)
    assert said(faults_of(empty_pdf())) == [str(SENTENCES[Fault.NO_PAGES])]


def test_blank_pages_before_a_scan_do_not_count():
    with pikepdf.open(BytesIO(scanned(blurred(SHEET)))) as paper:
        paper.pages.insert(0, paper.add_blank_page())
        paper.save(made := BytesIO())
    assert faults_of(made.getvalue()) == (Fault.BLURRED,)


@settings(max_examples=150, deadline=None)
@given(
    content=st.binary(max_size=400), head=st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_no_bytes_upset_it(content, head):
    assert isinstance(faults_of(head + content), tuple)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), sample=st.sampled_from(SAMPLES))
def test_no_damage_upsets_it(data, sample):
    damaged = bytearray(sample)
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(sample) - 1), st.integers(0, 255)), max_size=8)):
        damaged[at] = byte
    assert isinstance(faults_of(bytes(damaged[: data.draw(st.integers(1, len(sample)))])), tuple)
