"""An XForm of questions, made by pyxform from the JSON of a survey (XLSForm standard, ODK XForms 1.0.0).

Imported when the first phone asks: pyxform brings 18 MB, which a house without such phones need not carry.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from pyxform.builder import create_survey_element_from_dict

from tinhso.core.openrosa.domain.questions import Kind, Option, Question, Words, picture_name, sound_name

LANGUAGES = {"vi": "Tiếng Việt (vi)", "en": "English (en)", "id": "Bahasa Indonesia (id)"}
"""Code → the name by which Collect shows a language; the first is the default."""
_PARAMETERS = {Kind.PHOTO: {"orx:max-pixels": "1600"}, Kind.VOICE: {"odk:quality": "low"}}
"""Photos as small as our own pages make them; recordings as AAC, since `voice-only` would be AMR."""
_BEFORE = (
    {"type": "start", "name": "start"},
    {"type": "end", "name": "end"},
    {"type": "deviceid", "name": "deviceid"},
)
_META = {
    "type": "group",
    "name": "meta",
    "control": {"bodyless": True},
    "children": [
        {"type": "calculate", "name": "instanceID", "bind": {"readonly": "true()", "jr:preload": "uid"}},
    ],
}
Tree = dict[str, Any]


def survey(form: str, title: str, questions: Sequence[Question]) -> Tree:
    """The survey as pyxform reads it, without a version."""
    children = [*_BEFORE, *map(_question, questions), _META]
    lists = {one.name: list(map(_option, one.options)) for one in questions if one.options}
    return {
        "type": "survey",
        "name": "data",
        "id_string": form,
        "title": title,
        "sms_keyword": form,
        "default_language": next(iter(LANGUAGES.values())),
        "children": children,
        "choices": lists,
    }


def content_of(tree: Tree) -> str:
    """The survey as one text, of which its version is made."""
    return json.dumps(tree, ensure_ascii=False)


@lru_cache(64)
def xform(content: str, version: str) -> bytes:
    """The XForm, UTF-8. pyxform itself checks it. Raises PyXFormError when it is none."""
    made = create_survey_element_from_dict(json.loads(content) | {"version": version})
    return str(made.to_xml(validate=False, pretty_print=False)).encode()


def digest(content: str) -> str:
    """What is told of a content in a version: 10 hexadecimal digits."""
    return sha256(content.encode()).hexdigest()[:10]


def _question(one: Question) -> Tree:
    made: Tree = {"type": str(one.kind), "name": one.name, "bind": dict(_bind(one))}
    if one.kind is Kind.FIXED:
        return made
    made |= {"label": _said(one.label), "media": {"audio": _heard(one.label)}}
    if one.hint:
        made["hint"] = _said(one.hint)
    if one.appearance:
        made["control"] = {"appearance": one.appearance}
    if one.options:
        made |= {"list_name": one.name, "itemset": one.name}
    return made


def _bind(one: Question) -> Iterator[tuple[str, Any]]:
    if one.fixed:
        yield "calculate", f"'{one.fixed}'"
    if one.required:
        yield "required", "yes"
        yield "jr:requiredMsg", _said(one.required)
    if one.constraint:
        yield "constraint", one.constraint
        yield "jr:constraintMsg", _said(one.warning)
    if one.relevant:
        yield "relevant", one.relevant
    yield from _PARAMETERS.get(one.kind, {}).items()


def _option(one: Option) -> Tree:
    media = {"audio": _heard(one.label)}
    if one.icon:
        media["image"] = dict.fromkeys(LANGUAGES.values(), picture_name(one.icon))
    return {"name": one.value, "label": _said(one.label), "media": media}


def _heard(words: Words) -> dict[str, str]:
    """Vietnamese is heard; the voices of other languages read for those who can read them."""
    return {LANGUAGES["vi"]: sound_name(words["vi"])}


def _said(words: Words) -> dict[str, str]:
    return {LANGUAGES[code]: text for code, text in words.items()}
