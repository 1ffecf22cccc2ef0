"""A head signs, the seal is set, a stranger checks: with our page, and with tools that are not ours."""

import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from simulators.ca.authority import Authority as Stranger
from tinhso.core.files.actions import keys, signing
from tinhso.core.files.actions.checking import check_file, check_upload
from tinhso.core.files.actions.fetching import addresses, fetch_lists, keep_list
from tinhso.core.files.domain.signing.findings import Reason, Verdict
from tinhso.core.files.domain.signing.papers import CannotSign, Mark, refuse_bad
from tinhso.core.files.domain.signing.stamps import Stamp
from tinhso.core.files.models import Holder, SigningKey
from tinhso.core.files.tests.signing_ground import (
    BY,
    COMMUNE,
    MUON,
    NAME,
    OFFICE,
    PIN,
    TITLE,
    bytes_of,
    in_days,
    make_key,
    open_key,
    paper,
    sign,
    tool,
)
from tinhso.events.log import history
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours


def upload(content, name="ket-qua.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def checked(content, at=None):
    return check_upload(upload(content), at=at or timezone.now())


def test_the_officer_signs_first_then_the_seal_and_both_are_found(officer, seal):
    fetch_lists()
    signed = sign(officer, seal)
    answer = checked(bytes_of(signed))
    assert [one.name for one in answer.report.signatures] == [NAME, OFFICE]
    assert answer.exact
    assert answer.ours
    assert answer.signed == signed
    assert answer.verdict is Verdict.GOOD
    assert [type(one.event).__name__ for one in history(signed)] == ["PaperSigned"]
    assert next(history(signed)).event.sha256 == sha256(bytes_of(signed)).hexdigest()


def test_it_is_completed_with_a_time_stamp_and_revocation_data_soon_after(officer, seal):
    fetch_lists()
    signed = sign(officer, seal)
    before = bytes_of(signed)
    assert signing.complete_signed(at=timezone.now()) == 1
    after = bytes_of(signed)
    assert after.startswith(before)
    assert len(after) > len(before)
    report = checked(after).report
    assert report.verdict is Verdict.GOOD
    assert all(one.proven for one in report.signatures)
    assert checked(before).exact, "the copy that left before is still known"
    assert signing.complete_signed(at=timezone.now()) == 0


@pytest.mark.promise("P35")
@pytest.mark.parametrize("fault", ["gone", "garbage", "error"])
def test_without_a_time_stamp_it_is_signed_all_the_same_and_completed_later(authority, officer, seal, fault):
    fetch_lists()
    with authority.failing(fault):
        signed = sign(officer, seal)
        assert signing.complete_signed(at=timezone.now()) == 0
    assert checked(bytes_of(signed)).verdict is Verdict.GOOD, "our own book tells when it was signed"
    assert signing.complete_signed(at=timezone.now()) == 0, "a line that failed is left alone for a while"
    signing.time_stamper().breaker.tell(worked=True)
    assert signing.complete_signed(at=timezone.now()) == 1


def test_where_the_setting_wants_a_time_stamp_the_paper_is_held_back_until_then(officer, settings):
    fetch_lists()
    settings.SIGNING_WITHOUT_TIME = False
    signed = sign(officer)
    assert signing.holds_back(signed)
    signing.complete_signed(at=timezone.now())
    signed.refresh_from_db()
    assert not signing.holds_back(signed)
    settings.TIME_STAMPER = ""
    with pytest.raises(signing.NoTimeStamper):
        sign(officer)


def test_what_was_signed_holds_when_the_certificate_has_run_out_or_was_revoked_since(authority, officer, seal):
    fetch_lists()
    signed = sign(officer, seal)
    untimed = bytes_of(signed)
    signing.complete_signed(at=timezone.now())
    authority.revoke(officer.signer.signing_cert.serial_number, at=timezone.now() + timedelta(seconds=5))
    fetch_lists()
    later = timezone.now() + timedelta(seconds=30)
    assert checked(bytes_of(signed), at=later).verdict is Verdict.GOOD
    assert Reason.REVOKED in checked(untimed, at=later).report.all_reasons
    assert checked(bytes_of(signed), at=in_days(1000)).verdict is Verdict.GOOD


@pytest.mark.promise("P13")
def test_three_wrong_pins_lock_the_key_and_the_engineer_unlocks_it(authority):
    key, now = make_key(authority), timezone.now()
    for _time in range(2):
        with pytest.raises(keys.PinWrong):
            open_key(key, "999999")
    with pytest.raises(keys.KeyLocked) as told:
        open_key(key, "999999")
    assert "PIN" in str(told.value.told)
    with pytest.raises(keys.KeyLocked):
        open_key(key, PIN)
    keys.unlock_key(key, by=Actor(account=3), at=now)
    assert open_key(key).name == NAME
    happened = [type(one.event).__name__ for one in history(key)]
    assert happened == ["SigningKeyMade", "SigningKeyCertified", "SigningKeyLocked", "SigningKeyUnlocked"]


def test_a_right_pin_forgets_the_wrong_ones_and_a_new_pin_replaces_the_old(authority):
    key = make_key(authority)
    for _round in range(3):
        with pytest.raises(keys.PinWrong):
            open_key(key, "000000")
        open_key(key)
    keys.change_pin(key, old=PIN, new="135791", by=BY, at=timezone.now())
    with pytest.raises(keys.PinWrong):
        open_key(key, PIN)
    assert open_key(key, "135791")
    with pytest.raises(keys.PinTooShort):
        keys.change_pin(key, old="135791", new="12", by=BY, at=timezone.now())


def test_nobody_opens_the_key_of_another(authority):
    with pytest.raises(NotYours):
        keys.open_key(make_key(authority), PIN, by=Actor(account=8, person=COMMUNE), at=timezone.now())


def test_an_expired_or_revoked_certificate_refuses_to_sign(authority):
    key = make_key(authority, starts=in_days(-10), ends=in_days(5))
    with pytest.raises(keys.CertificateExpired):
        open_key(key, at=in_days(6))
    opened = open_key(key)
    authority.revoke(opened.signer.signing_cert.serial_number)
    fetch_lists()
    with time_machine.travel(timezone.now() + timedelta(hours=1)), pytest.raises(keys.CertificateRevoked):
        open_key(key)


def test_a_certificate_of_another_key_or_of_a_stranger_is_not_laid_to_a_key(authority, settings, tmp_path):
    first = make_key(authority)
    keys.retire_key(first, by=BY, at=timezone.now())
    second = keys.make_signing_key(
        Holder.PERSON, MUON, name=NAME, organisation=OFFICE, pin=PIN, by=BY, at=timezone.now()
    )
    with pytest.raises(keys.WrongCertificate):
        keys.certify_key(second, first.certificate.encode(), by=BY, at=timezone.now())
    certificate = authority.issue(keys.request_file(second).read_bytes())
    (settings.SIGNING_ANCHORS / "root.cer").unlink()
    with pytest.raises(keys.WrongCertificate):
        keys.certify_key(second, certificate, by=BY, at=timezone.now())
    with pytest.raises(keys.KeyNotCertified):
        open_key(second)
    with pytest.raises(keys.HasKey):
        make_key(authority)


def test_the_file_of_a_key_is_worth_nothing_elsewhere(authority, tmp_path):
    """Stolen with its PIN but without this machine's secret, the key stays shut."""
    key = make_key(authority)
    file = keys._file(key)
    assert file.stat().st_mode & 0o077 == 0
    assert b"ENCRYPTED" in file.read_bytes()
    (keys._folder() / "pepper").write_text("00" * 32)
    with pytest.raises(keys.PinWrong):
        open_key(key)


def test_a_key_may_lie_in_a_token(authority, settings, tmp_path):
    """PKCS#11, with SoftHSM2 in place of a token; the PIN counts there and here."""
    token_tool = tool("softhsm2-util", "softhsm2")
    library = "/usr/lib/softhsm/libsofthsm2.so"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    script = tmp_path / "in_a_process.py"
    script.write_text(TOKEN_STORY)
    keyfile, certificate = _loose_key(authority, tmp_path)
    environment = os.environ | {"SOFTHSM2_CONF": str(tmp_path / "softhsm.conf"), "PYTHONPATH": os.getcwd()}
    for command in (
        [token_tool, "--init-token", "--free", "--label", "muon", "--pin", PIN, "--so-pin", "87654321"],
        [token_tool, "--import", str(keyfile), "--token", "muon", "--label", "muon", "--id", "01", "--pin", PIN],
    ):
        subprocess.run(command, env=environment, check=True, capture_output=True)
    papers = [str(tmp_path / "signed.pdf"), str(tmp_path / "paper.pdf")]
    told = [sys.executable, str(script), library, str(certificate), *papers]
    (tmp_path / "paper.pdf").write_bytes(paper())
    done = subprocess.run(told, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["PinIsWrong", "signed"], done.stderr
    report = check_file(tmp_path / "signed.pdf", at=timezone.now()).report
    assert [one.name for one in report.signatures] == [NAME]
    assert set(report.all_reasons) == {Reason.NO_TIME, Reason.REVOCATION_UNKNOWN}


TOKEN_STORY = """
import os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "tinhso.site.settings"
import django
django.setup()
from tinhso.core.files.domain.signing.keys import PinIsWrong, signer_of_token
from tinhso.core.files.domain.signing.papers import Mark, sign_pdf
from tinhso.core.files.domain.signing.stamps import Stamp
library, certificate, out, paper = sys.argv[1:]
chain = Path(certificate).read_bytes()
try:
    signer_of_token(chain, library=library, token="muon", label="muon", pin="000000")
except PinIsWrong:
    print("PinIsWrong")
signer = signer_of_token(chain, library=library, token="muon", label="muon", pin="246810")
mark = Mark(signer=signer, stamp=Stamp(kind="person", lines=("M",)), box=(300, 20, 500, 60), page=0, field="ChuKy")
Path(out).write_bytes(sign_pdf(Path(paper).read_bytes(), (mark,)))
print("signed")
"""


def _loose_key(authority, folder):
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    from tinhso.core.files.domain.signing.keys import request_for, unlocked_pem

    private = generate_private_key(SECP256R1())
    (folder / "loose.pem").write_bytes(unlocked_pem(private))
    (folder / "loose.crt").write_bytes(authority.issue(request_for(private, name=NAME, organisation=OFFICE)))
    return folder / "loose.pem", folder / "loose.crt"


def test_pdfsig_says_the_same(authority, officer, seal, settings, tmp_path):
    """poppler's reader of signatures, with the root in its own store of trust."""
    reader, store = tool("pdfsig", "poppler-utils"), tool("certutil", "libnss3-tools")
    fetch_lists()
    signed = sign(officer, seal)
    (tmp_path / "bb.pdf").write_bytes(bytes_of(signed))
    signing.complete_signed(at=timezone.now())
    (tmp_path / "lt.pdf").write_bytes(bytes_of(signed))
    nss = f"sql:{tmp_path / 'nss'}"
    (tmp_path / "nss").mkdir()
    subprocess.run([store, "-N", "-d", nss, "--empty-password"], check=True, capture_output=True)
    root = str(settings.SIGNING_ANCHORS / "root.cer")
    subprocess.run([store, "-A", "-d", nss, "-n", "root", "-t", "CT,C,C", "-i", root], check=True, capture_output=True)
    told = {}
    for name in ("bb.pdf", "lt.pdf"):
        said = subprocess.run(
            [reader, "-nssdir", nss, str(tmp_path / name)], capture_output=True, text=True, check=False
        ).stdout
        told[name] = said
        assert said.count("Signature is Valid.") == 2, said
        assert said.count("Certificate is Trusted.") == 2, said
    assert told["bb.pdf"].count("Total document signed") == 1
    tampered = bytearray((tmp_path / "bb.pdf").read_bytes())
    tampered[3000] ^= 1
    (tmp_path / "bad.pdf").write_bytes(tampered)
    command = [reader, "-nssdir", nss, str(tmp_path / "bad.pdf")]
    assert "Signature is Valid" not in subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_paper_that_was_closed_takes_no_further_signature(officer, seal):
    fetch_lists()
    closed = bytes_of(sign(officer, seal))
    with pytest.raises(signing.PaperTakesNoSignature):
        sign(officer, content=closed)
    with pytest.raises(signing.PaperTakesNoSignature):
        sign(officer, content=b"%PDF-1.7 nothing")


@pytest.mark.promise("P13")
def test_a_revoked_or_superseded_paper_says_so_and_why(officer, seal):
    fetch_lists()
    old, new = sign(officer, seal), sign(officer, seal)
    signing.supersede_signed(old, newer=new, reason="Sửa ngày sinh", by=BY, at=timezone.now())
    signing.revoke_signed(new, reason="Cấp nhầm người", by=BY, at=timezone.now())
    assert checked(bytes_of(old)).verdict is Verdict.UNSURE
    assert checked(bytes_of(new)).verdict is Verdict.BAD
    browser = Client()
    for signed, why in ((old, "Sửa ngày sinh"), (new, "Cấp nhầm người")):
        page = browser.get(f"/check/{signed.code}/").content.decode()
        assert why in page
        assert TITLE in page
        page = browser.post("/check/", {"file": upload(bytes_of(signed))}).content.decode()
        assert why in page
    with pytest.raises(signing.NoLongerHolds):
        signing.revoke_signed(old, reason="Lần nữa", by=BY, at=timezone.now())
    with pytest.raises(signing.ReasonMissing):
        signing.revoke_signed(sign(officer), reason=" ", by=BY, at=timezone.now())


def test_only_one_key_of_a_holder_is_in_use(authority):
    make_key(authority)
    assert SigningKey.objects.usable(timezone.now()).get().holder == MUON
    assert keys.key_of_person(MUON, at=timezone.now()) is not None
    assert keys.key_of_person(None, at=timezone.now()) is None
    assert keys.key_of_person(MUON, at=in_days(2000)) is None


@pytest.mark.promise("P14")
def test_what_we_signed_is_verified_apart_before_it_leaves(officer, seal):
    """A disk, a memory or a library that fails: the paper is refused, not given out."""
    fetch_lists()
    content = bytes_of(sign(officer, seal))
    marks = tuple(
        Mark(signer=key.signer, stamp=Stamp(kind="person", lines=("x",)), box=(0, 0, 9, 9), page=0, field="x")
        for key in (officer, seal)
    )
    refuse_bad(content, marks)
    broken = bytearray(content)
    broken[900] ^= 1
    for bad, whose in ((bytes(broken), marks), (content + b"x", marks), (content, marks[::-1]), (paper(), marks)):
        with pytest.raises(CannotSign):
            refuse_bad(bad, whose)


def test_a_list_that_its_issuer_did_not_sign_is_not_believed(authority, officer, tmp_path):
    """Another authority of the same name answers at the address: the list that lies there stays."""
    fetch_lists()
    address = next(one for one in addresses() if one.endswith("issuing.crl"))
    stranger = Stranger(tmp_path / "stranger", authority.address)
    assert not keep_list(stranger.revocation_list(), address)
    assert checked(bytes_of(sign(officer))).verdict is Verdict.GOOD


def test_a_program_checks_as_a_person_does(officer, seal):
    fetch_lists()
    signed = sign(officer, seal)
    told = Client().post("/api/files/check/", {"file": upload(bytes_of(signed))}).json()
    assert (told["verdict"], told["exact"], told["given_out"]["code"]) == ("good", True, signed.code)
    assert [one["name"] for one in told["signatures"]] == [NAME, OFFICE]
    assert Client().get(f"/api/files/signed/{signed.spoken_code}/").json()["agency"] == OFFICE
    assert Client().get("/api/files/signed/nothing/").status_code == 404
