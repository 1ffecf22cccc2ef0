"""From a document to a blueprint: a definition is JSON of the published schema (`definition.schema.json`).

The document says nothing of how it is drawn or kept.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tinhso.core.cases.domain.blueprint import (
    APPLICANT,
    ActionRule,
    Blueprint,
    Choice,
    Clock,
    Escalation,
    Extension,
    Field,
    FieldType,
    Kind,
    Logic,
    Page,
    Span,
    StateRule,
    Term,
    TermCase,
    Unit,
    Words,
)
from tinhso.core.cases.domain.faults import BadDefinition, Fault
from tinhso.core.cases.domain.schema import shape_faults
from tinhso.core.cases.domain.soundness import faults_of, field_faults, page_faults

__all__ = [
    "APPLICANT",
    "ActionRule",
    "BadDefinition",
    "Blueprint",
    "Choice",
    "Clock",
    "Escalation",
    "Extension",
    "Fault",
    "Field",
    "FieldType",
    "Kind",
    "Logic",
    "Page",
    "Span",
    "StateRule",
    "Term",
    "TermCase",
    "Unit",
    "Words",
    "parse",
    "parse_fields",
    "parse_pages",
    "read",
]

LAST: Final = 500
"""Where an action without an `order` stands."""


def parse(document: object) -> Blueprint:
    """Check a document and read it. Raises BadDefinition with every fault that was found."""
    blueprint = read(_shaped(document, ""))
    _refuse(faults_of(blueprint))
    return blueprint


def read(document: Mapping[str, Any]) -> Blueprint:
    """Read a document that was checked when it was published; rules that came later do not touch running cases."""
    return _blueprint(document)


def parse_fields(document: object, path: str = "$") -> tuple[Field, ...]:
    """Check and read a list of fields that stands outside a definition. Raises BadDefinition."""
    fields = _fields(_shaped(document, "fields"))
    _refuse(field_faults(fields, path))
    return fields


def parse_pages(document: object, path: str = "$") -> tuple[Page, ...]:
    """Check and read the pages of a long form; conditions may look at the answers of earlier pages.

    Raises BadDefinition.
    """
    pages = tuple(_page(said) for said in _shaped(document, "pages"))
    _refuse(page_faults(pages, path))
    return pages


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise BadDefinition(faults)


def _shaped(document: object, part: str) -> Any:
    _refuse(shape_faults(document, part))
    return document


def _blueprint(said: Mapping[str, Any]) -> Blueprint:
    actions = {code: _action(code, rule) for code, rule in said["actions"].items()}
    ordered = sorted(actions.values(), key=lambda action: (action.order, action.code))
    states = {code: _state(code, rule) for code, rule in said["states"].items()}
    extension = said.get("extension")
    return Blueprint(
        code=said["code"],
        title=_words(said["title"]),
        start=said["start"],
        term=_term(said["term"]),
        states=MappingProxyType({code: states[code] for code in _reached(said["start"], states, ordered)}),
        actions=MappingProxyType({action.code: action for action in ordered}),
        extension=_extension(extension) if extension else None,
        escalation=tuple(_escalation(line) for line in said.get("escalation", ())),
        values=frozenset(said["values"]) if "values" in said else None,
    )


def _reached(start: str, states: Mapping[str, StateRule], actions: list[ActionRule]) -> list[str]:
    """The states in the order in which a case comes to them, breadth first; ends stand last."""
    found = [start] if start in states else []
    for state in found:
        targets = [action.leads_to(state) for action in actions if state in action.sources]
        found += [target for target in targets if target in states and target not in found]
    return sorted(dict.fromkeys(found + sorted(states)), key=lambda code: states[code].is_ended)


def _words(said: Mapping[str, str]) -> Words:
    return Words(**said)


def _term(said: Mapping[str, Any]) -> Term:
    cases = (TermCase(case["when"], Span.of(case), _words(case["why"])) for case in said.get("cases", ()))
    return Term(Span.of(said), tuple(cases))


def _state(code: str, said: Mapping[str, Any]) -> StateRule:
    role = said.get("role", "")
    return StateRule(
        code=code,
        title=_words(said["title"]),
        kind=Kind(said["kind"]),
        role="" if role == APPLICANT else role,
        within=Span.of(said["within"]) if "within" in said else None,
        next=Words.of(said.get("next")),
        outcome=said.get("outcome", ""),
        portal=said.get("portal"),
    )


def _action(code: str, said: Mapping[str, Any]) -> ActionRule:
    return ActionRule(
        code=code,
        title=_words(said["title"]),
        sources=tuple(said["from"]),
        to=said.get("to"),
        who=tuple(said["who"]),
        guard=said.get("guard"),
        refusal=Words.of(said.get("refusal")),
        form=_fields(said.get("form", ())),
        clock=Clock(said.get("clock", "none")),
        notifies=tuple(said.get("notifies", ())),
        offline=said.get("offline", False),
        bulk=said.get("bulk", False),
        sentence=_words(said["sentence"]),
        order=said.get("order", LAST),
        icon=said.get("icon", ""),
    )


def _fields(said: Iterable[Mapping[str, Any]]) -> tuple[Field, ...]:
    return tuple(_field(field) for field in said)


def _field(said: Mapping[str, Any]) -> Field:
    plain = {
        name: said[name]
        for name in ("required", "when", "guard", "prefill", "min", "max", "max_length", "accepts")
        if name in said
    }
    return Field(
        key=said["key"],
        type=FieldType(said["type"]),
        label=_words(said["label"]),
        hint=Words.of(said.get("hint")),
        refusal=Words.of(said.get("refusal")),
        choices=tuple(_choice(choice) for choice in said.get("choices", ())),
        **plain,
    )


def _choice(said: Mapping[str, Any]) -> Choice:
    return Choice(value=said["value"], label=_words(said["label"]), icon=said.get("icon", ""))


def _page(said: Mapping[str, Any]) -> Page:
    return Page(
        key=said["key"],
        title=_words(said["title"]),
        lead=Words.of(said.get("lead")),
        when=said.get("when"),
        fields=_fields(said["fields"]),
    )


def _extension(said: Mapping[str, Any]) -> Extension:
    return Extension(said["times"], Span.of(said["at_most"]), tuple(said["who"]))


def _escalation(said: Mapping[str, Any]) -> Escalation:
    is_before = "before" in said
    return Escalation(is_before, Span.of(said["before" if is_before else "after"]), said["to"])
