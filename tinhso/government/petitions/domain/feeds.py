"""Feeds of what was reported and done: Atom (RFC 4287) and RSS 2.0 (RSS Advisory Board, 2.0.11)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class News:
    """One entry: `words` is plain text."""

    uuid: UUID
    title: str
    words: str
    href: str
    category: str
    published: datetime
    updated: datetime


def atom(*, title: str, author: str, home: str, own: str, entries: Iterable[News], now: datetime) -> bytes:
    """The feed as UTF-8 XML. `home` is the page it belongs to, `own` its own address; both whole, as is each `href`."""
    told = list(entries)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _text(feed, "title", title)
    _text(feed, "id", own)
    _text(feed, "updated", _moment(max((one.updated for one in told), default=now)))
    _text(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", author)
    etree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": own, "type": "application/atom+xml"})
    etree.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": home, "type": "text/html"})
    for one in told:
        _entry(feed, one)
    made: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def rss(*, title: str, author: str, home: str, own: str, entries: Iterable[News], now: datetime) -> bytes:
    """The same as RSS 2.0, for readers that know nothing newer."""
    told = list(entries)
    feed = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": ATOM})
    channel = etree.SubElement(feed, "channel")
    for name, text in (("title", title), ("link", home), ("description", author)):
        _text(channel, name, text, "")
    _text(channel, "lastBuildDate", format_datetime(max((one.updated for one in told), default=now)), "")
    etree.SubElement(channel, f"{{{ATOM}}}link", {"rel": "self", "href": own, "type": "application/rss+xml"})
    for one in told:
        item = etree.SubElement(channel, "item")
        for name, text in (("title", one.title), ("link", one.href), ("description", one.words)):
            _text(item, name, text, "")
        _text(item, "guid", f"urn:uuid:{one.uuid}", "").set("isPermaLink", "false")
        _text(item, "category", one.category, "")
        _text(item, "pubDate", format_datetime(one.published), "")
    made: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _entry(feed: Any, one: News) -> None:
    entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "title", one.title)
    _text(entry, "id", f"urn:uuid:{one.uuid}")
    _text(entry, "updated", _moment(one.updated))
    _text(entry, "published", _moment(one.published))
    etree.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": one.href, "type": "text/html"})
    etree.SubElement(entry, f"{{{ATOM}}}category", {"term": one.category})
    _text(entry, "content", one.words).set("type", "text")


def _text(parent: Any, name: str, text: str, space: str = f"{{{ATOM}}}") -> Any:
    element = etree.SubElement(parent, f"{space}{name}")
    element.text = _NO_XML.sub("", text)
    return element


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
