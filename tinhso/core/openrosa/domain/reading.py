"""A submission as Collect writes it (ODK XForms 1.0.0, OpenRosa metadata), read as if a stranger had sent it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lxml import etree

LARGEST = 256 * 1024
DEEPEST, MOST = 8, 1000
"""How deep elements may lie, and how many there may be. A form of ours is two deep."""
_PARTS = frozenset({"start", "end", "deviceid"})
_ENCODING = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY", "\x00")
_ID = re.compile(r"[a-z0-9_.-]{1,80}")


class Unreadable(ValueError):
    """It is no submission of a form. The argument says why, for the engineer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a phone says. `made_at`: when the form was finished by its clock; None when it does not say."""

    form: str
    version: str
    instance: UUID
    device: str
    made_at: datetime | None
    answers: list[tuple[str, str]]


def read(raw: bytes) -> Told:
    """The submission of an XML file. Raises Unreadable."""
    root = _root(raw)
    form, version = root.get("id", ""), root.get("version", "")
    if not _ID.fullmatch(form) or not _ID.fullmatch(version):
        raise Unreadable("no form")
    answers = list(_leaves(root))
    told = dict(answers)
    return Told(
        form=form,
        version=version,
        instance=_instance(root),
        device=told.get("deviceid", "")[:100],
        made_at=_moment(told.get("end", "")),
        answers=[(name, said) for name, said in answers if said and name not in _PARTS],
    )


def _root(raw: bytes) -> etree._Element:
    if len(raw) > LARGEST:
        raise Unreadable("too large")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable("not UTF-8") from wrong
    declared = _ENCODING.match(text)
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Unreadable("not UTF-8")
    if any(word in text for word in _FORBIDDEN):
        raise Unreadable("document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Unreadable("no XML") from broken
    _refuse_excess(root)
    return root


def _refuse_excess(root: etree._Element) -> None:
    for count, (event, _one) in enumerate(_walk(root)):
        if event > DEEPEST or count > MOST:
            raise Unreadable("too deep or too long")


def _walk(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Every element with its depth, without recursion."""
    waiting = [(1, root)]
    while waiting:
        depth, one = waiting.pop()
        yield depth, one
        waiting.extend((depth + 1, child) for child in one)


def _leaves(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Questions with their answers; `meta` is none of them."""
    for one in root:
        name = etree.QName(one).localname
        if name == "meta":
            continue
        if len(one):
            raise Unreadable("a group")
        yield name, (one.text or "").strip()


def _instance(root: etree._Element) -> UUID:
    found = [one.text or "" for _depth, one in _walk(root) if etree.QName(one).localname == "instanceID"]
    try:
        (said,) = found
        return UUID(said.strip().removeprefix("uuid:"))
    except ValueError as wrong:
        raise Unreadable("no instanceID") from wrong


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
