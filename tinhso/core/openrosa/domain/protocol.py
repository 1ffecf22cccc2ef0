"""Documents of OpenRosa 1.0 (Form Discovery API, Form Submission API); settings that Collect reads from a QR code."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5

from lxml import etree

VERSION = "1.0"
LISTED = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
XML = "text/xml; charset=utf-8"
TITLE = "Tỉnh Số"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A form in the list. `hash`: of the XForm; addresses are whole."""

    form: str
    title: str
    version: str
    hash: str
    url: str
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A picture or a sound that belongs to a form."""

    name: str
    hash: str
    url: str


def hashed(content: bytes) -> str:
    """MD5 as the standard wants it; it finds what changed, it protects nothing."""
    return f"md5:{md5(content, usedforsecurity=False).hexdigest()}"


def form_list(forms: Iterable[Listed]) -> bytes:
    """The list of forms, with what the verbose answer tells."""
    root = _root(LISTED, "xforms")
    for one in forms:
        told = {"formID": one.form, "name": one.title, "version": one.version, "hash": one.hash,
                "descriptionText": one.title, "downloadUrl": one.url, "manifestUrl": one.manifest}  # fmt: skip
        _put(_under(root, "xform"), told)
    return _written(root)


def manifest(media: Iterable[Medium]) -> bytes:
    """The pictures and sounds of a form."""
    root = _root(MANIFEST, "manifest")
    for one in media:
        told = {"filename": one.name, "hash": one.hash, "downloadUrl": one.url}
        _put(_under(root, "mediaFile"), told)
    return _written(root)


def response(message: str, *, done: bool) -> bytes:
    """What Collect shows to the person."""
    root = _root(RESPONSE, "OpenRosaResponse")
    said = _under(root, "message")
    said.set("nature", "submit_success" if done else "submit_error")
    said.text = message
    return _written(root)


def settings_code(server: str, username: str, password: str) -> str:
    """What Collect reads from a QR code: JSON, compressed by zlib, in base 64."""
    general: Mapping[str, object] = {
        "protocol": "odk_default",
        "server_url": server,
        "username": username,
        "password": password,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "image_size": "small",
    }
    project = {"name": TITLE, "icon": "⛰", "color": "#2b3a82"}
    told = {"general": general, "admin": {}, "project": project}
    return b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 9)).decode()


def _root(namespace: str, name: str) -> etree._Element:
    return etree.Element(etree.QName(namespace, name), nsmap={None: namespace})


def _under(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name))


def _put(parent: etree._Element, told: Mapping[str, str]) -> None:
    for name, said in told.items():
        _under(parent, name).text = said


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written
