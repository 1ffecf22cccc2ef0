"""How a place is told to machines and to friends: schema.org JSON-LD, a site map, words to copy."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from lxml import etree

from tinhso.economy.destinations.domain.words import Kind

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
TYPES: Mapping[Kind, str] = {Kind.FESTIVAL: "Festival", Kind.MUSEUM: "Museum", Kind.FOOD: "FoodEstablishment"}
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(told: Mapping[str, Any]) -> SafeString:
    """The content of a data block: JSON in which nothing can end the block."""
    return SafeString(json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE))


def schema_of(
    *,
    kind: Kind,
    name: str,
    about: str,
    href: str,
    point: tuple[float, float] | None,
    commune: str,
    province: str,
    free: bool | None,
    picture: str,
    next_day: date | None,
    faces: tuple[float, int] | None,
) -> dict[str, Any]:
    """A place as schema.org describes it; what is not known is left out."""
    address = {
        "@type": "PostalAddress", "addressLocality": commune, "addressRegion": province, "addressCountry": "VN",
    }  # fmt: skip
    geo = {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]} if point else None
    told: dict[str, Any] = {
        "@context": "https://schema.org", "@type": TYPES.get(kind, "TouristAttraction"), "name": name,
        "description": about, "url": href, "image": picture,
    }  # fmt: skip
    if kind is Kind.FESTIVAL:
        told |= {"location": {"@type": "Place", "name": commune, "address": address}}
        told |= {"startDate": next_day.isoformat()} if next_day else {}
    else:
        told |= {"address": address, "geo": geo, "isAccessibleForFree": free}
    if faces:
        told["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": round(faces[0], 1), "ratingCount": faces[1], "bestRating": 5,
        }  # fmt: skip
    return {key: value for key, value in told.items() if value not in (None, "")}


def sitemap(pages: Iterable[tuple[str, datetime]]) -> bytes:
    """Addresses with the day of their last change (sitemaps.org 0.9)."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})
    for address, changed in pages:
        one = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(one, f"{{{SITEMAP}}}loc").text = address
        etree.SubElement(one, f"{{{SITEMAP}}}lastmod").text = changed.date().isoformat()
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
