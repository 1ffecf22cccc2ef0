"""A catalogue as RDF: triples once, written as Turtle, JSON-LD or RDF/XML. Vocabulary: DCAT-AP 3, hydra for pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import orjson
from lxml import etree

RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FOAF, HYDRA = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/hydra/core#"
TYPE = f"{RDF}type"
PREFIXES = {"rdf": RDF, "xsd": XSD, "dcat": DCAT, "dct": DCT, "foaf": FOAF, "hydra": HYDRA}


class Iri(NamedTuple):
    """The address of a thing."""

    value: str


class Text(NamedTuple):
    """A text, with its language or the kind of value it is (a local name of XSD)."""

    value: str
    language: str = ""
    kind: str = ""


class Triple(NamedTuple):
    subject: str
    predicate: str
    object: Iri | Text


def turtle(triples: Iterable[Triple]) -> bytes:
    """Turtle (W3C 2014), a line for each triple."""
    lines = (f"<{one.subject}> <{one.predicate}> {_term(one.object)} .\n" for one in triples)
    return "".join(lines).encode()


def json_ld(triples: Iterable[Triple]) -> bytes:
    """JSON-LD 1.1, expanded: every name is an address, no context has to be fetched."""
    nodes: dict[str, defaultdict[str, list[object]]] = {}
    for one in triples:
        node = nodes.setdefault(one.subject, defaultdict(list))
        typed = one.predicate == TYPE
        node["@type" if typed else one.predicate].append(one.object.value if typed else _value(one.object))
    return orjson.dumps([{"@id": subject, **node} for subject, node in nodes.items()])


def rdf_xml(triples: Iterable[Triple]) -> bytes:
    """RDF/XML (W3C 2014)."""
    for prefix, address in PREFIXES.items():
        etree.register_namespace(prefix, address)
    root, nodes = etree.Element(f"{{{RDF}}}RDF"), dict[str, etree.Element]()
    for one in triples:
        if one.subject not in nodes:
            nodes[one.subject] = etree.SubElement(root, f"{{{RDF}}}Description", {f"{{{RDF}}}about": one.subject})
        space = next(space for space in PREFIXES.values() if one.predicate.startswith(space))
        element = etree.SubElement(nodes[one.subject], f"{{{space}}}{one.predicate.removeprefix(space)}")
        _fill(element, one.object)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _fill(element: etree.Element, told: Iri | Text) -> None:
    if isinstance(told, Iri):
        element.set(f"{{{RDF}}}resource", told.value)
        return
    element.text = told.value
    if told.language:
        element.set("{http://www.w3.org/XML/1998/namespace}lang", told.language)
    if told.kind:
        element.set(f"{{{RDF}}}datatype", XSD + told.kind)


def _term(told: Iri | Text) -> str:
    if isinstance(told, Iri):
        return f"<{told.value}>"
    quoted = orjson.dumps(told.value).decode()
    return quoted + (f"@{told.language}" if told.language else f"^^<{XSD}{told.kind}>" if told.kind else "")


def _value(told: Iri | Text) -> dict[str, str]:
    if isinstance(told, Iri):
        return {"@id": told.value}
    more = {"@language": told.language} if told.language else {"@type": XSD + told.kind} if told.kind else {}
    return {"@value": told.value} | more


FORMS: Mapping[str, tuple[Callable[[Iterable[Triple]], bytes], str]] = {
    "ttl": (turtle, "text/turtle; charset=utf-8"),
    "jsonld": (json_ld, "application/ld+json"),
    "rdf": (rdf_xml, "application/rdf+xml"),
    "xml": (rdf_xml, "application/rdf+xml"),
}
