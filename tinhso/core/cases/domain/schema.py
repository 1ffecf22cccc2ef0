"""The published JSON Schema of definitions (draft 2020-12), and what it finds, said in words."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tinhso.core.cases.domain.faults import Fault
from tinhso.kit.passport import Text

DEEPEST = 60
LARGEST = 10**15
SCHEMA_FILE = Path(__file__).with_name("definition.schema.json")


@cache
def schema() -> dict[str, Any]:
    """The schema as it is published."""
    read: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return read


@cache
def _validator(part: str) -> Draft202012Validator:
    whole = schema()
    wanted = {"$defs": whole["$defs"], "$ref": f"#/$defs/{part}"} if part else whole
    Draft202012Validator.check_schema(wanted)
    return Draft202012Validator(wanted)


def shape_faults(document: object, part: str = "") -> list[Fault]:
    """Where a document has not the shape of a definition, or of a part of one: `fields`, `pages`."""
    if faults := list(_unkeepable(document)):
        return faults
    return [fault for error in _validator(part).iter_errors(document) for fault in _told(error)]


def _unkeepable(document: object) -> Iterator[Fault]:
    """What JSON of Python lets through and no database keeps: NUL, halves of letters, NaN, endless depth."""
    waiting: list[tuple[str, object, int]] = [("$", document, 0)]
    while waiting:
        path, part, depth = waiting.pop()
        if depth > DEEPEST:
            yield Fault(path, _("This is nested too deeply."))
        elif isinstance(part, dict):
            waiting += [(path, name, depth + 1) for name in part]
            waiting += [(f"{path}.{name}", inner, depth + 1) for name, inner in part.items()]
        elif isinstance(part, list):
            waiting += [(f"{path}[{at}]", inner, depth + 1) for at, inner in enumerate(part)]
        elif isinstance(part, str) and not _is_keepable(part):
            yield Fault(_shown(path), _("A letter in this text cannot be kept. Type it again."))
        elif isinstance(part, int | float) and not abs(part) < LARGEST:
            yield Fault(path, _("This number is too large."))


def _is_keepable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _shown(path: str) -> str:
    return path if _is_keepable(path) else "$"


def _told(error: ValidationError) -> Iterator[Fault]:
    path, keyword = str(error.json_path), str(error.validator)
    limit: Any = error.validator_value
    held: Any = error.instance
    if keyword == "required":
        missing = [name for name in limit if name not in held]
        yield from (Fault(f"{path}.{name}", _("This is missing.")) for name in missing if name in error.message)
    elif keyword == "additionalProperties":
        for name in _unknown(held, error.schema):
            yield Fault(f"{path}.{name}", _("This name is not known here. Check how it is spelled."))
    elif keyword in ("type", "enum"):
        yield Fault(path, _type(limit) if keyword == "type" else _enum(limit))
    elif keyword in _SENTENCES:
        yield Fault(path, str(_SENTENCES[keyword]) % {"limit": limit})
    else:
        yield Fault(path, str(error.message))


def _unknown(held: Any, part: Any) -> list[str]:
    known = part.get("properties", {})
    return [str(name) for name in held if name not in known and not str(name).startswith("x_")]


def _type(wanted: str | list[str]) -> str:
    kinds = {
        "object": _("an object { }"),
        "array": _("a list [ ]"),
        "string": _("a text"),
        "number": _("a number"),
        "integer": _("a whole number"),
        "boolean": _("true or false"),
    }
    names = [wanted] if isinstance(wanted, str) else wanted
    return _("Write %(kind)s here.") % {"kind": _(" or ").join(kinds[name] for name in names)}


def _enum(wanted: list[object]) -> str:
    return _("Write one of these: %(names)s.") % {"names": ", ".join(map(str, wanted))}


_SENTENCES: Mapping[str, Text] = {
    "pattern": gettext_lazy("Use small letters a–z, digits and _ only, and begin with a letter."),
    "minLength": gettext_lazy("This must not be empty."),
    "maxLength": gettext_lazy("This is too long; %(limit)s letters are the most."),
    "minItems": gettext_lazy("This list must not be empty."),
    "maxItems": gettext_lazy("This list is too long; %(limit)s lines are the most."),
    "uniqueItems": gettext_lazy("Something stands here twice."),
    "minimum": gettext_lazy("The least is %(limit)s."),
    "maximum": gettext_lazy("The most is %(limit)s."),
    "multipleOf": gettext_lazy("Count in whole and half ones."),
    "minProperties": gettext_lazy("At least %(limit)s are needed here."),
    "maxProperties": gettext_lazy("At most %(limit)s may stand here."),
}
