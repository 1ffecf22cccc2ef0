"""One question a screen: the pages of a form, cut into sheets. What a register knows already stands together on one
sheet to be looked at once, so that nobody types what the commune has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tinhso.core.cases.domain.definition import Field, FieldType, Page
from tinhso.core.cases.domain.questions import Screen, screens
from tinhso.government.procedures.domain.catalogue import FormField

KNOWN = "known_"
RESIDENTS = "residents."
"""How a question names the register of people as the source of its first answer."""
MOST_STEPS = 8
TOGETHER = frozenset({FieldType.CONSENT})
"""Questions that stand under the one before them: one does not agree to an empty page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One screen as it is asked now. `page`, `pages`: which of how many pages of the form it belongs to, from 0."""

    screen: Screen
    title: Page
    page: int
    pages: int
    is_known: bool

    @property
    def key(self) -> str:
        return self.screen.key

    @property
    def is_answered(self) -> bool:
        return self.screen.is_answered

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.screen.fields


def sheets(
    pages: Sequence[Page], answers: Mapping[str, Any], known: Collection[str], facts: Mapping[str, Any]
) -> list[Sheet]:
    """The sheets through which these answers lead, in order."""
    parent = {part.key: page for page in pages for part in cut(page, known)}
    listed = screens([part for page in pages for part in cut(page, known)], answers, facts)
    order = list(dict.fromkeys(parent[screen.key].key for screen in listed))
    return [
        Sheet(
            screen=screen,
            title=parent[screen.key],
            page=order.index(parent[screen.key].key),
            pages=len(order),
            is_known=screen.key.startswith(KNOWN),
        )
        for screen in listed
    ]


def cut(page: Page, known: Collection[str]) -> list[Page]:
    """A page as sheets: first what is known, then each question by itself."""
    told = tuple(field for field in page.fields if field.key in known)
    asked = [field for field in page.fields if field.key not in known]
    sheets = [replace(page, key=f"{KNOWN}{page.key}"[:60], fields=told)] if told else []
    for field in asked:
        if field.type in TOGETHER and sheets and not sheets[-1].key.startswith(KNOWN):
            sheets[-1] = replace(sheets[-1], fields=(*sheets[-1].fields, field))
        else:
            sheets.append(replace(page, key=field.key, fields=(field,), lead=None))
    return sheets


def every_field(pages: Sequence[Page]) -> tuple[Field, ...]:
    """All questions of a form."""
    return tuple(field for page in pages for field in page.fields)


def said_of_oneself(
    asked: Sequence[FormField], answers: Mapping[str, Any], person: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers about someone whom another answer says to be the one who applies: a mother is not asked her name twice.

    What they said of themselves (`req_full_name`) counts before what the register knows of the `person`.
    """
    told: dict[str, Any] = {}
    for relation in asked:
        their = relation.same.get(str(answers.get(relation.key)))
        if their:
            own = relation.key.partition("_")[0] + "_"
            for field in asked:
                if field.key.startswith(their):
                    said = answers.get(own + field.key.removeprefix(their))
                    told[field.key] = said or person.get(field.prefill.removeprefix(RESIDENTS)) or field.of_oneself
    return {key: answer for key, answer in told.items() if answer}


def said_of_others(asked: Sequence[FormField], answers: Mapping[str, Any]) -> set[str]:
    """Keys of the questions about someone who might be the one who applies, and is not by these answers."""
    might = {their for relation in asked for their in relation.same.values()}
    are = {relation.same.get(str(answers.get(relation.key))) for relation in asked}
    return {field.key for field in asked if field.key.startswith(tuple(might - are))}
