"""Signed XML: what was signed is read and nothing else; every way to wrap it is refused (P15)."""

import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import etree

from tinhso.core.files.actions import keys
from tinhso.core.files.actions.fetching import fetch_lists
from tinhso.core.files.domain.signing.documents import (
    DOCUMENT,
    DS,
    EDXML,
    INVOICE,
    XmlRefused,
    sign_xml,
    verify_xml,
)
from tinhso.core.files.domain.signing.findings import Reason
from tinhso.core.files.tests.signing_ground import NAME, in_days, tool

pytestmark = pytest.mark.promise("P15")

BILL = (
    b'<HDon><DLHDon Id="d1"><TTChung><SHDon>1</SHDon></TTChung><NDHDon><Tien>100000</Tien></NDHDon></DLHDon>'
    b"<DSCKS><NBan/></DSCKS></HDon>"
)
LETTER = (
    f'<edXML xmlns="{EDXML}"><edXMLEnvelope><Subject>Về việc họp</Subject></edXMLEnvelope><edXMLBody/></edXML>'.encode()
)
SIGNATURE = f"{{{DS}}}Signature"


@pytest.fixture
def bill(officer):
    """A signed invoice."""
    fetch_lists()
    return sign_xml(BILL, INVOICE, key=officer.private, certificates=officer.row.certificate.encode())


@pytest.fixture
def letter(officer):
    """A signed inter-agency document."""
    fetch_lists()
    return sign_xml(LETTER, DOCUMENT, key=officer.private, certificates=officer.row.certificate.encode())


def read(content, shape=INVOICE, at=None):
    return verify_xml(content, shape, keys.trust(), at=at or timezone.now())


def test_what_was_signed_is_read_from_what_the_verifier_returns(bill, letter):
    verified = etree.fromstring(read(bill).element)
    assert verified.tag == "DLHDon"
    assert verified.findtext(".//Tien") == "100000"
    told = etree.fromstring(read(letter, DOCUMENT).element)
    assert told.findtext(f".//{{{EDXML}}}Subject") == "Về việc họp"
    assert told.find(SIGNATURE) is None


def test_xmlsec1_says_the_same(bill, letter, settings, tmp_path):
    program = tool("xmlsec1", "xmlsec1")
    root = tmp_path / "root.pem"
    root.write_bytes(keys_pem(settings))
    for name, content, more in (("bill", bill, ["--id-attr:Id", "DLHDon"]), ("letter", letter, [])):
        file = tmp_path / f"{name}.xml"
        for signed, good in (
            (content, True),
            (content.replace(b"100000", b"900000").replace(b"Subject>V", b"Subject>X"), False),
        ):
            file.write_bytes(signed)
            command = [program, "--verify", "--trusted-pem", str(root), *more, str(file)]
            assert (subprocess.run(command, capture_output=True, check=False).returncode == 0) is good, name


def keys_pem(settings):
    from asn1crypto import pem

    return pem.armor("CERTIFICATE", (settings.SIGNING_ANCHORS / "root.cer").read_bytes())


def forged_bill(root):
    """The genuine one moved aside, a forged one in its place."""
    genuine = root.find("DLHDon")
    forged = etree.fromstring(etree.tostring(genuine))
    forged.find(".//Tien").text = "1"
    forged.set("Id", "d2")
    root.replace(genuine, forged)
    aside = etree.SubElement(root, "TTKhac")
    aside.append(genuine)
    return root


def forged_first(root):
    """A forged one before the genuine one, under another id."""
    forged = etree.fromstring(etree.tostring(root.find("DLHDon")))
    forged.find(".//Tien").text = "1"
    forged.set("Id", "d0")
    root.insert(0, forged)
    return root


def doubled_id(root):
    """Two elements with the id that was signed."""
    forged = etree.fromstring(etree.tostring(root.find("DLHDon")))
    forged.find(".//Tien").text = "1"
    root.insert(0, forged)
    return root


def genuine_in_the_signature(root):
    """The genuine one hidden in the signature itself."""
    genuine = root.find("DLHDon")
    forged = etree.fromstring(etree.tostring(genuine))
    forged.find(".//Tien").text = "1"
    forged.set("Id", "d9")
    root.replace(genuine, forged)
    hidden = etree.SubElement(root.find(f".//{SIGNATURE}"), f"{{{DS}}}Object")
    hidden.append(genuine)
    return root


def second_signature(root):
    """One more signature beside the first."""
    root.find("DSCKS").append(etree.fromstring(etree.tostring(root.find(f".//{SIGNATURE}"))))
    return root


def elsewhere(root):
    """The signature moved to another place."""
    root.append(root.find(f".//{SIGNATURE}"))
    return root


def removed(root):
    """No signature at all."""
    signature = root.find(f".//{SIGNATURE}")
    signature.getparent().remove(signature)
    return root


def other_root(root):
    """Wrapped in another root."""
    wrapper = etree.Element("HDons")
    wrapper.append(root)
    return wrapper


def other_sum(root):
    root.find(".//Tien").text = "1"
    return root


def more_inside(root):
    etree.SubElement(root.find("DLHDon"), "Tien").text = "1"
    return root


def refers_elsewhere(root):
    root.find(f".//{{{DS}}}Reference").set("URI", "#nothing")
    return root


def refers_to_all(root):
    root.find(f".//{{{DS}}}Reference").set("URI", "")
    return root


def two_references(root):
    reference = root.find(f".//{{{DS}}}Reference")
    reference.getparent().append(etree.fromstring(etree.tostring(reference)))
    return root


def weak_digest(root):
    root.find(f".//{{{DS}}}DigestMethod").set("Algorithm", f"{DS}sha1")
    return root


def hmac(root):
    root.find(f".//{{{DS}}}SignatureMethod").set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
    return root


def xpath(root):
    root.find(f".//{{{DS}}}Transform").set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")
    return root


def xslt(root):
    root.find(f".//{{{DS}}}Transform").set("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")
    return root


def no_certificate(root):
    certificates = root.find(f".//{{{DS}}}KeyInfo")
    certificates.clear()
    return root


def strange_name(root):
    """A signature of another namespace, which a careless reader takes for one."""
    etree.SubElement(root.find("DSCKS"), "Signature")
    return root


HOSTILE = [
    forged_bill, forged_first, doubled_id, genuine_in_the_signature, second_signature, elsewhere, removed, other_root,
    other_sum, more_inside, refers_elsewhere, refers_to_all, two_references, weak_digest, hmac, xpath, xslt,
    no_certificate, strange_name,
]  # fmt: skip


@pytest.mark.asvs("11.6.1")
@pytest.mark.parametrize("change", HOSTILE, ids=lambda change: change.__name__)
def test_a_wrapped_invoice_is_refused(bill, change):
    with pytest.raises(XmlRefused):
        read(etree.tostring(change(etree.fromstring(bill))))


@pytest.mark.asvs("1.5.1")
def test_a_document_with_a_type_entities_or_excess_is_refused(bill):
    inside = bill.removeprefix(b"<HDon>")
    for content in (
        b'<!DOCTYPE HDon [<!ENTITY x "1">]><HDon>' + inside,
        b'<?xml version="1.0"?><!DOCTYPE HDon SYSTEM "http://evil.example/x.dtd">' + bill,
        b"<HDon>" + b"<a>" * 100 + b"</a>" * 100 + inside,
        b"<HDon " + b" ".join(b'a%d="1"' % one for one in range(10_100)) + b">" + inside,
        bill[:-9],
        bill + b" " * 10_000_001,
        '<?xml version="1.0" encoding="UTF-16"?><HDon/>'.encode("utf-16"),
    ):
        with pytest.raises(XmlRefused):
            read(content)


def test_a_comment_in_a_number_does_not_cut_it(bill):
    """Canonical text has no comments: the number is whole, or the document refused."""
    commented = bill.replace(b"100000", b"100<!-- -->000")
    assert etree.fromstring(read(commented).element).findtext(".//Tien") == "100000"


def test_the_signer_must_hang_on_a_root_of_ours_now(bill, letter, settings, authority, officer):
    with pytest.raises(XmlRefused) as expired:
        read(bill, at=in_days(1500))
    assert expired.value.reason is Reason.EXPIRED
    authority.revoke(officer.signer.signing_cert.serial_number)
    fetch_lists()
    with pytest.raises(XmlRefused) as revoked:
        read(letter, DOCUMENT)
    assert revoked.value.reason is Reason.REVOKED
    (settings.SIGNING_ANCHORS / "root.cer").unlink()
    with pytest.raises(XmlRefused) as unknown:
        read(bill)
    assert unknown.value.reason is Reason.UNKNOWN_ISSUER


def test_what_is_signed_already_or_of_another_shape_is_not_signed(bill, officer):
    chain = officer.row.certificate.encode()
    for content, shape in (
        (bill, INVOICE),
        (LETTER, INVOICE),
        (b"<HDon><DLHDon/><DSCKS><NBan/></DSCKS></HDon>", INVOICE),
    ):
        with pytest.raises(XmlRefused):
            sign_xml(content, shape, key=officer.private, certificates=chain)


def test_anyone_can_check_an_xml_on_the_page(bill, letter):
    for content in (bill, letter):
        upload = SimpleUploadedFile("hoa-don.xml", content, content_type="text/xml")
        page = Client().post("/check/", {"file": upload}).content.decode()
        assert NAME in page
    forged = SimpleUploadedFile("hoa-don.xml", bill.replace(b"100000", b"1"), content_type="text/xml")
    assert 'class="verdict red' in Client().post("/check/", {"file": forged}).content.decode()
