"""One question a screen: the pages of a form, cut into sheets. What a register knows already stands together on one
sheet to be looked at once, so that nobody types what the commune has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tinhso.core.cases.domain.definition import Field, FieldType, Page
from tinhso.core.cases.domain.questions import Screen, screens

KNOWN = "known_"
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
