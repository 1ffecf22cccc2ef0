"""Documents of Open311 GeoReport v2, frozen at wiki.open311.org/GeoReport_v2, in JSON and XML.

Both are made of one tree, XML by the Spark convention of the specification: a list becomes a container whose children
bear the singular's name. Identifiers are strings in both, for leading zeros. Times are W3C's subset of ISO 8601.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

Tree = Mapping[str, object]
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
LONGEST_DESCRIPTION = 4000
MOST_REQUESTS = 1000
SPAN = timedelta(days=90)
OPEN, CLOSED = "open", "closed"
MEDIA_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotAsSpecified(ValueError):
    """What a client sent is not what the specification asks for; the message is meant for its user."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which requests a client asks for. `ids` override all else, as the specification says."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    statuses: frozenset[str]
    since: datetime
    until: datetime


def service(code: str, name: str, *, description: str, keywords: Sequence[str], group: str, metadata: bool) -> Tree:
    """One kind of request in the list of services. Its number comes at once: `realtime`."""
    return {
        "service_code": code,
        "service_name": name,
        "description": description,
        "metadata": metadata,
        "type": "realtime",
        "keywords": ", ".join(keywords),
        "group": group,
    }


def chosen_of(code: str, description: str, values: Mapping[str, str], *, order: int, required: bool) -> Tree:
    """An attribute of a service definition of which one value is chosen (key → name)."""
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": required,
        "datatype_description": None,
        "order": order,
        "description": description,
        "values": [{"key": key, "name": name} for key, name in values.items()],
    }


def definition(code: str, attributes: Sequence[Tree]) -> Tree:
    """What a client must ask before it files a request of this kind."""
    return {"service_code": code, "attributes": list(attributes)}


def accepted(request_id: str, notice: str) -> list[Tree]:
    """The answer to a request that was filed."""
    return [{"service_request_id": request_id, "service_notice": notice, "account_id": None}]


def behind_token(request_id: str, token: str) -> list[Tree]:
    """Which request a token stands for."""
    return [{"service_request_id": request_id, "token": token}]


def errors(code: int, *sentences: str) -> list[Tree]:
    """What went wrong, for the client's user."""
    return [{"code": code, "description": sentence} for sentence in sentences]


def discovery(*, url: str, contact: str, key_service: str, changed: datetime) -> Tree:
    """The document of service discovery: where the endpoint is and what it speaks."""
    changeset = changed.strftime("%Y-%m-%d %H:%M")
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": changeset,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {"changeset": changeset, "contact": contact, "key_service": key_service, "endpoints": [endpoint]}


def asked_of(query: Mapping[str, str], *, now: datetime) -> Asked:
    """Which requests a query asks for; empty parameters are as if not there. Raises NotAsSpecified.

    Without dates the last 90 days; with one of them 90 days from or to it; never a longer span.
    """
    since, until = (_moment(query.get(name, ""), name) for name in ("start_date", "end_date"))
    if since is None:
        since = (until or now) - SPAN
    until = until or min(since + SPAN, max(now, since))
    if not since <= until <= since + SPAN:
        raise NotAsSpecified("start_date and end_date may not span more than 90 days, and start_date comes first.")
    statuses = frozenset(_several(query, "status")) or frozenset({OPEN, CLOSED})
    if not statuses <= {OPEN, CLOSED}:
        raise NotAsSpecified("status is open or closed.")
    return Asked(_several(query, "service_request_id"), _several(query, "service_code"), statuses, since, until)


def _several(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one.strip() for one in query.get(name, "").split(",") if one.strip()))
    if len(found) > MOST_REQUESTS:
        raise NotAsSpecified(f"{name} names too many at once: {MOST_REQUESTS} are the most.")
    return found


def _moment(typed: str, name: str) -> datetime | None:
    """A time with its zone. A plus sign that a client forgot to escape arrives as a space."""
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed.strip().replace(" ", "+"))
    except ValueError as wrong:
        raise NotAsSpecified(f"{name} is a time like 2026-01-31T08:00:00Z.") from wrong
    if found.tzinfo is None:
        raise NotAsSpecified(f"{name} needs its time zone: Z, or +07:00.")
    return found


def attribute_values(posted: Mapping[str, str]) -> dict[str, str]:
    """`attribute[CODE]=value` of a form, by code."""
    pattern = re.compile(r"attribute\[([A-Za-z0-9_.-]{1,60})\](?:\[\])?")
    found = ((pattern.fullmatch(name), value) for name, value in posted.items())
    return {match.group(1): value for match, value in found if match}


def point_of(lat: str, long: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, both or none. Raises NotAsSpecified."""
    if not lat.strip() and not long.strip():
        return None
    try:
        point = float(lat), float(long)
    except ValueError as wrong:
        raise NotAsSpecified("lat and long are numbers in degrees, and both are needed.") from wrong
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise NotAsSpecified("lat lies between -90 and 90, long between -180 and 180.")
    return point


def as_json(tree: object) -> bytes:
    """The tree as UTF-8 JSON."""
    return json.dumps(tree, ensure_ascii=False, default=_said).encode()


def as_xml(name: str, tree: object) -> bytes:
    """The tree as UTF-8 XML below an element of that name. What XML cannot say is left out."""
    root = etree.Element(name)
    _put(root, tree)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _put(element: Any, value: object) -> None:
    if isinstance(value, Mapping):
        for name, below in value.items():
            _put(etree.SubElement(element, str(name)), below)
    elif isinstance(value, list):
        for below in value:
            _put(etree.SubElement(element, _ITEMS[element.tag]), below)
    elif value is not None:
        element.text = _NO_XML.sub("", _said(value))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return str(value)
