"""What a stranger could send instead of a submission; and published documents of the standards, read as they are."""

import contextlib
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tinhso.core.openrosa.domain.protocol import Listed, Medium, form_list, hashed, manifest, response
from tinhso.core.openrosa.domain.reading import DEEPEST, LARGEST, MOST, Unreadable, read

ID = "2b3f5c1e-7a10-4d5b-9a2e-0c1d2e3f4a5b"
CALM = settings(max_examples=60, deadline=None)
META = f"<meta><instanceID>uuid:{ID}</instanceID></meta>"
OPENROSA_META = (
    '<orx:meta xmlns:orx="http://openrosa.org/xforms">'
    f"<orx:deviceID>imei:3520</orx:deviceID><orx:instanceID>uuid:{ID}</orx:instanceID></orx:meta>"
)
"""As the OpenRosa metadata schema shows it, in its own namespace."""


def form(inside: str, *, head: str = "", meta: str = META) -> bytes:
    return f'{head}<data id="teams-visit" version="0123456789.0123456789">{inside}{meta}</data>'.encode()


@pytest.mark.parametrize("meta", [META, OPENROSA_META])
def test_a_submission_is_read_with_either_way_of_writing_its_metadata(meta):
    inside = (
        "<start>2026-11-22T07:00:00.000+07:00</start><end>2026-11-22T07:05:00.000+07:00</end><people>3</people><on/>"
    )
    told = read(form(inside, head='<?xml version="1.0" encoding="UTF-8"?>', meta=meta))
    assert (told.form, told.version, told.instance) == ("teams-visit", "0123456789.0123456789", UUID(ID))
    assert told.made_at == datetime.fromisoformat("2026-11-22T07:05:00+07:00")
    assert told.answers == [("people", "3")]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
HOSTILE = {
    "entities": form("<a>&a8;</a>", head=f'<!DOCTYPE data [<!ENTITY a0 "ha">{BOMB}]>'),
    "a file of ours": form("<a>&x;</a>", head='<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "a document type elsewhere": form("", head='<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "an unknown entity": form("<a>&nbsp;</a>"),
    "too deep": form("<a>" * DEEPEST + "</a>" * DEEPEST),
    "very deep": form("<a>" * 20_000 + "</a>" * 20_000),
    "too many": form("<a/>" * MOST),
    "too large": form(f"<a>{'x' * LARGEST}</a>"),
    "UTF-16": form("<a>x</a>").decode().encode("utf-16"),
    "UTF-16 that says so": form("", head='<?xml version="1.0" encoding="UTF-16"?>'),
    "Latin": form("", head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "broken letters": form("").replace(b"data id", b"data x='\xc3\x28' id"),
    "a zero": form("<a>\0</a>"),
    "no instance": form("", meta="<meta/>"),
    "two instances": form("", meta=META + META),
    "an instance that is none": form("", meta="<meta><instanceID>uuid:1</instanceID></meta>"),
    "no form": b"<data/>",
    "a path as a form": form("").replace(b"teams-visit", b"../teams"),
    "a group": form("<a><b>1</b></a>"),
    "two roots": form("") + form(""),
    "nothing": b"",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_submission_is_refused(raw):
    with pytest.raises(Unreadable):
        read(raw)


@CALM
@given(st.binary(max_size=400) | st.text(max_size=200).map(form))
def test_whatever_comes_is_read_or_refused_and_nothing_else(raw):
    with contextlib.suppress(Unreadable):
        assert read(raw).instance


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=60)
NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,20}", fullmatch=True).filter(lambda name: name not in ("meta", "start", "end"))


@CALM
@given(st.dictionaries(NAMES, WORDS, max_size=12))
def test_every_answer_is_read_as_it_was_written(answers):
    inside = "".join(f"<{name}>{escape(said)}</{name}>" for name, said in answers.items())
    kept = {name: said.strip() for name, said in answers.items() if said.strip() and name != "deviceid"}
    assert dict(read(form(inside)).answers) == kept


def test_the_documents_have_the_shape_of_the_published_examples():
    """Element by element as in the Form Discovery API and the Form Submission API of OpenRosa 1.0."""
    one = Listed(form="f", title="A & B", version="1", hash=hashed(b""), url="http://h/f.xml", manifest="http://h/m")
    root = etree.fromstring(form_list([one]))
    names = [etree.QName(part).localname for part in root[0]]
    assert root.tag == "{http://openrosa.org/xforms/xformsList}xforms"
    assert names == ["formID", "name", "version", "hash", "descriptionText", "downloadUrl", "manifestUrl"]
    assert root[0][3].text == "md5:d41d8cd98f00b204e9800998ecf8427e"
    media = etree.fromstring(manifest([Medium(name="a.png", hash="md5:0", url="http://h/a")]))
    assert [etree.QName(part).localname for part in media[0]] == ["filename", "hash", "downloadUrl"]
    said = etree.fromstring(response("Xong", done=True))
    assert (said.tag, said[0].text) == ("{http://openrosa.org/http/response}OpenRosaResponse", "Xong")
