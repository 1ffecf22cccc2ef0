"""Sixty forgeries of what the province signed, and none is believed; what is genuine always is (P13, P14)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from tinhso.core.files.actions import keys, signing
from tinhso.core.files.actions.checking import (
    Answer,
    CodeTypedWrong,
    NoSuchCode,
    NotOurAddress,
    check_upload,
    find_signed,
)
from tinhso.core.files.actions.fetching import fetch_lists
from tinhso.core.files.domain.codes import LETTERS, CodeIsWrong, new_code, read_code
from tinhso.core.files.domain.signing.findings import Reason, Verdict
from tinhso.core.files.domain.signing.reading import check_pdf
from tinhso.core.files.tests import forging
from tinhso.core.files.tests.signing_ground import BY, bytes_of, in_days, make_key, open_key, paper, sign

pytestmark = [pytest.mark.promise("P13"), pytest.mark.promise("P14")]


@pytest.fixture
def papers(officer, seal):
    """A paper as it left first, and the same completed with its proofs."""
    fetch_lists()
    signed = sign(officer, seal)
    first = bytes_of(signed)
    signing.complete_signed(at=timezone.now())
    return first, bytes_of(signed)


def judged(content, at=None):
    return check_pdf(content, keys.trust(), at=at or timezone.now())


def upload(content, name="ket-qua.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_no_forgery_is_believed_and_each_has_its_reason(papers):
    first, complete = papers
    tried = [(name, forge, first) for name, forge in forging.FORGERIES.items()]
    tried += [(f"complete, {name}", forge, complete) for name, forge in (forging.SAVES | forging.TAILS).items()]
    tried += [(f"complete, {name}", forging.RANGES[name], complete) for name in ("the end left out", "beyond the file")]
    believed = {}
    for name, forge, genuine in tried:
        forged = forge(genuine)
        assert forged != genuine, name
        report = judged(forged)
        if report.verdict is not Verdict.BAD or not report.all_reasons:
            believed[name] = report.all_reasons
    assert len(tried) >= 60
    assert not believed


def test_digits_of_a_signature_that_nobody_signed_are_found_by_our_book(papers):
    """A signature carries certificates that are not signed themselves; a change there shows in the hash we keep."""
    for forge in forging.DIGITS.values():
        for genuine in papers:
            answer = Answer(report=judged(forge(genuine)), ours=True)
            assert answer.verdict is not Verdict.GOOD


def test_a_stranger_who_signs_after_the_seal_changes_nothing_for_the_better(papers, authority):
    """The paper was closed: one more signature is a change, whoever makes it."""
    stranger = open_key(make_key(authority, holder=BY.person, name="Người lạ", organisation="Nơi khác")
                        if not keys.key_of_person(BY.person, at=timezone.now()) else
                        keys.key_of_person(BY.person, at=timezone.now()))  # fmt: skip
    for genuine in papers:
        report = judged(forging.with_extra_signature(stranger.signer, genuine))
        assert report.verdict is Verdict.BAD
        assert {Reason.CHANGED_LATER, Reason.NOT_ALL_SIGNED} & set(report.all_reasons)


def test_a_signature_of_another_paper_is_not_of_this_one(officer, seal):
    fetch_lists()
    one, other = bytes_of(sign(officer, seal)), bytes_of(sign(officer, seal))
    report = judged(forging.transplanted(one, other))
    assert report.verdict is Verdict.BAD
    assert Reason.CHANGED in report.all_reasons


def test_a_paper_of_our_key_that_we_never_gave_out_is_not_called_genuine(papers, officer):
    """Signed with a key of ours elsewhere, or cut back to before the seal: intact, but not in our book."""
    elsewhere = forging.signed_anew(officer.signer, paper())
    cut = papers[0][: judged(papers[0]).signatures[0].length]
    for content in (elsewhere, cut):
        assert judged(content).verdict is Verdict.UNSURE
        answer = check_upload(upload(content), at=timezone.now())
        assert answer.ours
        assert not answer.exact
        assert answer.verdict is Verdict.UNSURE


def test_an_unknown_issuer_is_said_as_such(papers, settings):
    (settings.SIGNING_ANCHORS / "root.cer").unlink()
    report = judged(papers[1])
    assert report.verdict is Verdict.UNSURE
    assert Reason.UNKNOWN_ISSUER in report.all_reasons
    page = Client().post("/check/", {"file": upload(papers[1])}).content.decode()
    assert "Co quan cap chung thu so mo phong" in page


def test_signed_after_the_certificate_ran_out_or_before_it_began(authority, officer):
    fetch_lists()
    content = forging.signed_anew(officer.signer, paper())
    assert Reason.EXPIRED_SINCE in judged(content, at=in_days(2000)).all_reasons
    assert judged(content, at=in_days(2000)).verdict is Verdict.UNSURE
    keys.retire_key(officer.row, by=BY, at=timezone.now())
    ended = open_key(make_key(authority, starts=in_days(-30), ends=in_days(-1)), at=in_days(-3))
    late = forging.signed_anew(ended.signer, paper())
    assert Reason.EXPIRED in judged(late).all_reasons
    assert judged(late).verdict is Verdict.BAD


def test_without_revocation_data_nobody_says_it_is_good(officer, seal):
    signed = bytes_of(sign(officer, seal))
    assert Reason.REVOCATION_UNKNOWN in judged(signed).all_reasons


def test_the_version_at_the_time_of_signing_is_what_was_signed(papers):
    """A stranger adds a page; whoever checks can take back the paper as the head signed it."""
    forged = forging.SAVES["saved again: overlay"](papers[0])
    answer = Client().post("/check/version/", {"file": upload(forged), "number": 2})
    assert answer.status_code == 200
    assert answer.content == papers[0]
    assert len(PdfFileReader(BytesIO(answer.content)).embedded_signatures) == 2
    assert Client().post("/check/version/", {"file": upload(forged), "number": 9}).status_code == 404


def test_an_unsigned_or_unreadable_file_is_no_genuine_one():
    assert judged(paper()).all_reasons == (Reason.UNSIGNED,)
    for content in (b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"not a paper", b"\x00" * 4000):
        assert judged(content).verdict is Verdict.BAD


def test_nothing_of_what_is_checked_is_kept(papers):
    folder = signing.store().folder
    before = {path for path in folder.rglob("*") if path.is_file()}
    assert Client().post("/check/", {"file": upload(papers[1])}).status_code == 200
    assert Client().post("/check/", {"file": upload(b"junk", "x.xml")}).status_code == 200
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_a_code_is_found_however_it_is_typed_and_only_under_our_name(officer, seal):
    fetch_lists()
    signed = sign(officer, seal)
    code, spoken = signed.code, signed.spoken_code
    for typed in (code, spoken, spoken.lower(), f"  {code[:5]} {code[5:]} ", f"https://sonla.example/check/{code}/"):
        assert find_signed(typed) == signed
    for other in (f"https://son1a.example/check/{code}/", f"http://sonla.example@evil.example/check/{code}/",
                  f"sonla.example.evil.example/check/{code}"):  # fmt: skip
        with pytest.raises(NotOurAddress):
            find_signed(other)
    with pytest.raises(NoSuchCode):
        find_signed(new_code())
    with pytest.raises(CodeTypedWrong):
        find_signed(code[:-1] + LETTERS[(LETTERS.index(code[-1]) + 1) % 32])
    page = Client().post("/check/", {"code": f"https://son1a.example/check/{code}/"})
    assert page.status_code == 400


def test_every_slip_of_one_letter_in_a_code_shows():
    code = new_code()
    for place in range(len(code)):
        for letter in set(LETTERS) - {code[place]}:
            with pytest.raises(CodeIsWrong):
                read_code(code[:place] + letter + code[place + 1 :], hosts=frozenset())
