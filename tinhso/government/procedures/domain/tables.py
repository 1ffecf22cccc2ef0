"""The shipped tables: one readable file per procedure, and one table of words that many of them share.

In a file, a text that stands in `words.csv` is in Vietnamese only, choices are `{"value": "label"}` and conditions
short: `{"married": true}`, `{"kind": ["a", "b"]}` speak of answers in the form. Reading writes them out.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
ICONS = {
    "male": "gender-male",
    "female": "gender-female",
    "mother": "gender-female",
    "father": "gender-male",
    "at_the_public_service_centre": "buildings",
    "by_post": "envelope",
    "electronic_copy": "device-mobile",
    "signature": "signature",
    "fingerprint": "fingerprint",
    "movement": "wheelchair",
    "sight": "eye",
    "hearing_speech": "ear",
    "learning": "brain",
    "bank_account": "bank",
    "in_hand": "hand-coins",
    "other": "dots-three",
}


class NoWords(LookupError):
    """A shipped text has no line in `words.csv`."""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The shared texts by their Vietnamese."""
    with (FOLDER / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["vi"]: {"vi": row["vi"], "en": row["en"], "id": row["id"]} for row in csv.DictReader(file)}


def shipped() -> Iterator[dict[str, Any]]:
    """Every shipped procedure, written out, in the order of its place in the catalogue. Raises NoWords."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json")))
    for short in sorted(read, key=lambda one: int(one["position"])):
        yield written_out(short)


def written_out(short: Mapping[str, Any]) -> dict[str, Any]:
    """One file as a whole document, as `domain.catalogue` reads it."""
    whole = dict(short)
    whole["papers"] = [_said(paper, "name", "condition", "note") for paper in short.get("papers", ())]
    whole["fees"] = [_said(fee, "label") for fee in short.get("fees", ())]
    whole["results"] = [_said(result, "name") for result in short.get("results", ())]
    whole["exemptions"] = [_words(text) for text in short.get("exemptions", ())]
    whole["form"] = [_page(page) for page in short.get("form", ())]
    return _said(whole, "benefit")


def _words(text: str) -> dict[str, str]:
    try:
        return dict(words()[text])
    except KeyError as missing:
        raise NoWords(text) from missing


def _said(part: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**part, **{name: _words(part[name]) for name in names if name in part}}


def _page(page: Mapping[str, Any]) -> dict[str, Any]:
    whole = _said(page, "title", "lead")
    whole["fields"] = [_field(field) for field in page["fields"]]
    return whole


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    whole = _said(field, "label", "hint", "refusal")
    if "choices" in field:
        whole["choices"] = [
            {"value": value, "label": _words(label), "icon": ICONS.get(value, "")}
            for value, label in field["choices"].items()
        ]
    if "when" in field:
        whole["when"] = _condition(field["when"])
    return whole


def _condition(short: Mapping[str, Any]) -> dict[str, Any]:
    """`{"a": 1, "b": [2, 3]}` → a is 1 and b is 2 or 3. What already is a rule (`{"or": …}`) stays."""
    rules = [_rule(name, wanted) for name, wanted in short.items()]
    return rules[0] if len(rules) == 1 else {"and": rules}


def _rule(name: str, wanted: Any) -> dict[str, Any]:
    if name in ("and", "or", "in", "!", "==", ">", "<", ">=", "<="):
        return {name: wanted}
    answer = {"var": f"form.{name}"}
    return {"in": [answer, wanted]} if isinstance(wanted, list) else {"==": [answer, wanted]}
