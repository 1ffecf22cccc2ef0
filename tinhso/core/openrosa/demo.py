"""Thoa's phone with ODK Collect: forms of which some were taken in, and one that waits for her."""

from datetime import timedelta
from uuid import UUID

from lxml import etree

from tinhso.core.accounts.demo import persona
from tinhso.core.openrosa.actions.handsets import admit_handset
from tinhso.core.openrosa.actions.offering import Sheet, sheets_for
from tinhso.core.openrosa.actions.receiving import Sent, receive
from tinhso.core.openrosa.domain.questions import Kind
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.demo import Demo

AFTER = ("accounts", "cases", "field", "petitions", "teams")
HERE = "127.0.0.1"


def fill(demo: Demo) -> None:
    """Let the phone in; each form comes filled, the first also empty."""
    account, at = persona("thoa"), demo.now - timedelta(days=20)
    by = Actor(account=account.pk, person=account.person_id, channel=Channel.FIELD)
    handset, _password = admit_handset("Máy của tổ", by=by, at=at)
    for day, sheet in enumerate(sheets_for(by, at=demo.now), start=2):
        for full in (True, False) if day == 2 else (True,):
            sent = Sent(xml=_filled(demo, sheet, full=full), files={})
            receive(sent, handset=handset, address=HERE, at=demo.now - timedelta(days=day, hours=full))
    demo.step(1)


def _filled(demo: Demo, sheet: Sheet, *, full: bool) -> bytes:
    """The first choice of every question, one of every number."""
    root = etree.Element("data", id=sheet.form, version=sheet.version)
    for one in sheet.questions:
        said = one.fixed or (one.options[0].value if full and one.options else "")
        etree.SubElement(root, one.name).text = "1" if full and one.kind is Kind.WHOLE else said
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "instanceID").text = f"uuid:{UUID(int=demo.random.getrandbits(128), version=4)}"
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written
