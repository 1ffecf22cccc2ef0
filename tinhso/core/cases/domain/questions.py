"""Which questions are asked, in which order, given the answers so far. Pure; Django's forms are made in `forms`.

`answers` are by the key of their field, as JSON: texts, numbers, true and false, days as `2026-11-22`, lists of texts,
null for what was passed over. `facts` are what conditions may look at besides: `values`, `case`, `today` (see `facts`).
A condition sees only the answers of questions that are themselves asked and come before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from tinhso.core.cases.domain.conditions import names_in
from tinhso.core.cases.domain.definition import Field, Page
from tinhso.core.cases.domain.logic import holds, work_out

Answers = Mapping[str, Any]
Facts = Mapping[str, Any]
FORM = "form."


def heard(fields: Iterable[Field], answers: Answers, facts: Facts | None = None) -> dict[str, Any]:
    """The answers that count: those of questions that are asked. An answer to a hidden question is none."""
    kept: dict[str, Any] = {}
    for field in fields:
        if field.key in answers and _is_asked(field, facts, kept):
            kept[field.key] = answers[field.key]
    return kept


def asked(fields: Iterable[Field], answers: Answers, facts: Facts | None = None) -> tuple[Field, ...]:
    """The questions that are asked, given the answers; those before these fields count too."""
    listed = tuple(fields)
    own = {field.key for field in listed}
    kept = {key: value for key, value in answers.items() if key not in own}
    found = []
    for field in listed:
        if _is_asked(field, facts, kept):
            found.append(field)
            if field.key in answers:
                kept[field.key] = answers[field.key]
    return tuple(found)


def first_unanswered(fields: Iterable[Field], answers: Answers, facts: Facts | None = None) -> str | None:
    """The key of the first question that must be answered and is not."""
    wanting = (field for field in asked(fields, answers, facts) if field.required)
    return next((field.key for field in wanting if is_blank(answers.get(field.key))), None)


def allows(field: Field, answers: Answers, facts: Facts | None = None) -> bool:
    """Whether the guard of a question lets its answer stand. It is silent while an answer that it names is missing."""
    if field.guard is None:
        return True
    named = {field.key, *(name.removeprefix(FORM) for name in names_in(field.guard) if name.startswith(FORM))}
    if any(is_blank(answers.get(key)) for key in named):
        return True
    return holds(field.guard, {**(facts or {}), "form": answers})


def first_refused(fields: Iterable[Field], answers: Answers, facts: Facts | None = None) -> Field | None:
    """The first of these questions whose answer cannot be right beside the others."""
    return next((field for field in fields if field.key in answers and not allows(field, answers, facts)), None)


def prefilled(fields: Iterable[Field], known: Mapping[str, Any]) -> dict[str, Any]:
    """First answers from what is known: `{"person": {"full_name": …}}` answers the field with that `prefill`."""
    found = {field.key: work_out({"var": field.prefill}, known) for field in fields if field.prefill}
    return {key: value for key, value in found.items() if not is_blank(value)}


def is_blank(answer: object) -> bool:
    """Whether nothing was said. No is an answer, and so is 0."""
    return answer is None or answer in ("", [], ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen of a long form as it is asked now. `fields` may hold some that hang on others of the same screen.

    number, total   which of how many, for "2 of 7"; they change as answers open or close other screens
    is_answered     whether it was seen and lacks nothing
    """

    page: Page
    fields: tuple[Field, ...]
    number: int
    total: int
    is_answered: bool

    @property
    def key(self) -> str:
        return self.page.key


def screens(pages: Sequence[Page], answers: Answers, facts: Facts | None = None) -> list[Screen]:
    """The screens that these answers lead through, in order; a page on which nothing is asked is left out."""
    found = [(page, shown) for page, shown in _walked(pages, answers, facts) if shown]
    return [
        Screen(
            page=page,
            fields=_possible(page, shown),
            number=number,
            total=len(found),
            is_answered=_is_answered(shown, answers),
        )
        for number, (page, shown) in enumerate(found, 1)
    ]


def unanswered(pages: Sequence[Page], answers: Answers, facts: Facts | None = None) -> list[Field]:
    """The questions of all screens that must be answered, are asked of these answers, and have none."""
    shown = (field for _page, fields in _walked(pages, answers, facts) for field in fields)
    return [field for field in shown if field.required and is_blank(answers.get(field.key))]


def refused(pages: Sequence[Page], answers: Answers, facts: Facts | None = None) -> list[Field]:
    """The questions of all screens whose answers cannot be right beside the others."""
    guarded = [field for page in pages for field in page.fields if field.guard is not None]
    counted = answers_that_count(pages, answers, facts) if guarded else {}
    return [field for field in guarded if field.key in counted and not allows(field, counted, facts)]


class Asked(Protocol):
    """A screen, or what a system makes of one."""

    @property
    def key(self) -> str: ...

    @property
    def is_answered(self) -> bool: ...


One = TypeVar("One", bound=Asked)


def screen_of(listed: Sequence[One], key: str) -> One | None:
    """The screen of a page, or None when it is not asked."""
    return next((screen for screen in listed if screen.key == key), None)


def screen_after(listed: Sequence[One], key: str) -> One | None:
    """The screen that follows a page; None after the last."""
    return _beside(listed, key, 1)


def screen_before(listed: Sequence[One], key: str) -> One | None:
    """The screen before a page; None before the first."""
    return _beside(listed, key, -1)


def first_open(listed: Sequence[One]) -> One | None:
    """The first screen that still lacks an answer: where one goes on later. None when all is said."""
    return next((screen for screen in listed if not screen.is_answered), None)


def answers_that_count(pages: Sequence[Page], answers: Answers, facts: Facts | None = None) -> dict[str, Any]:
    """The answers of all questions that are asked, and no others: what is filed in the end."""
    shown = (field.key for _page, fields in _walked(pages, answers, facts) for field in fields)
    return {key: answers[key] for key in shown if key in answers}


def _walked(pages: Sequence[Page], answers: Answers, facts: Facts | None) -> Iterator[tuple[Page, tuple[Field, ...]]]:
    """Each page that these answers open, with the questions that are asked on it; what was asked before counts."""
    kept: dict[str, Any] = {}
    for page in pages:
        if _is_asked(page, facts, kept):
            shown = asked(page.fields, kept | _of(page, answers), facts)
            kept |= {field.key: answers[field.key] for field in shown if field.key in answers}
            yield page, shown


def _beside(listed: Sequence[One], key: str, step: int) -> One | None:
    keys = [screen.key for screen in listed]
    at = keys.index(key) + step if key in keys else -1
    return listed[at] if 0 <= at < len(listed) else None


def _is_asked(what: Page | Field, facts: Facts | None, answers: Answers) -> bool:
    return what.when is None or holds(what.when, {**(facts or {}), "form": answers})


def _of(page: Page, answers: Answers) -> dict[str, Any]:
    return {field.key: answers[field.key] for field in page.fields if field.key in answers}


def _possible(page: Page, shown: tuple[Field, ...]) -> tuple[Field, ...]:
    """What is asked, and what an answer on the same screen may open."""
    if len(shown) == len(page.fields):
        return shown
    here, asked_now = {FORM + field.key for field in page.fields}, {field.key for field in shown}
    return tuple(field for field in page.fields if field.key in asked_now or names_in(field.when) & here)


def _is_answered(shown: tuple[Field, ...], answers: Answers) -> bool:
    return all(field.key in answers and not (field.required and is_blank(answers[field.key])) for field in shown)
