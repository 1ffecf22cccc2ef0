"""What changes from one version of a definition to the next, in sentences a head of office can check."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from tinhso.core.cases.domain.blueprint import ActionRule, Blueprint, Field, StateRule, Words
from tinhso.core.cases.domain.saying import (
    CLOCKS,
    KINDS,
    TYPES,
    say_condition,
    say_escalation,
    say_role,
    say_roles,
    say_span,
)

T = TypeVar("T")


class Sort(StrEnum):
    """Whether something came, went or became another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` is its place in the document, `sentence` says it."""

    sort: Sort
    path: str
    sentence: str


def changes(before: Blueprint, after: Blueprint, language: str = "vi") -> list[Change]:
    """Every difference between two versions; none when they say the same."""
    return list(_Telling(language).all(before, after))


@dataclass(frozen=True, slots=True)
class _Telling:
    language: str

    def all(self, before: Blueprint, after: Blueprint) -> Iterator[Change]:
        yield from self.turned("$.code", _("The code"), before.code, after.code)
        yield from self.turned("$.title", _("The name"), self.text(before.title), self.text(after.title))
        yield from self.turned("$.start", _("The first state"), self.start(before), self.start(after))
        yield from self.term(before, after)
        yield from self.parts("$.states", before.states, after.states, self.state_named, self.state)
        yield from self.parts("$.actions", before.actions, after.actions, self.action_named, self.action(before, after))
        yield from self.turned("$.values", _("Values of a case"), _values(before), _values(after))
        yield from self.rest(before, after)

    def turned(self, path: str, what: str, before: str, after: str) -> Iterator[Change]:
        """`The term: 5 working days → 3 working days`."""
        if before != after:
            said = {"what": what, "before": before or "–", "after": after or "–"}
            yield Change(Sort.CHANGED, path, _("%(what)s: %(before)s → %(after)s") % said)

    def parts(
        self,
        path: str,
        before: Mapping[str, T],
        after: Mapping[str, T],
        named: Callable[[T], str],
        compared: Callable[[T, T, str], Iterable[Change]],
    ) -> Iterator[Change]:
        for code, part in before.items():
            if code not in after:
                yield Change(Sort.REMOVED, f"{path}.{code}", _("%(what)s is gone.") % {"what": named(part)})
        for code, part in after.items():
            if code not in before:
                yield Change(Sort.ADDED, f"{path}.{code}", _("%(what)s is new.") % {"what": named(part)})
            else:
                yield from compared(before[code], part, f"{path}.{code}")

    def term(self, before: Blueprint, after: Blueprint) -> Iterator[Change]:
        yield from self.turned("$.term", _("The term"), say_span(before.term.span), say_span(after.term.span))
        old, new = (
            "; ".join(
                f"{say_span(case.span)} ({self.text(case.why)}, {say_condition(case.when)})" for case in one.term.cases
            )
            for one in (before, after)
        )
        yield from self.turned("$.term.cases", _("Other terms"), old, new)

    def state(self, before: StateRule, after: StateRule, path: str) -> Iterator[Change]:
        what = self.state_named(after)
        turned = (
            ("title", _("name"), self.text(before.title), self.text(after.title)),
            ("kind", _("kind"), str(KINDS[before.kind]), str(KINDS[after.kind])),
            ("role", _("whose turn"), say_role(before.role), say_role(after.role)),
            ("within", _("time"), say_span(before.within), say_span(after.within)),
            ("next", _("what the applicant is told"), self.text(before.next), self.text(after.next)),
            ("outcome", _("outcome"), before.outcome, after.outcome),
            ("portal", _("status of the national portal"), _plain(before.portal), _plain(after.portal)),
        )
        for name, said, old, new in turned:
            yield from self.turned(f"{path}.{name}", f"{what}, {said}", old, new)

    def action(self, old: Blueprint, new: Blueprint) -> Callable[[ActionRule, ActionRule, str], Iterator[Change]]:
        def compared(before: ActionRule, after: ActionRule, path: str) -> Iterator[Change]:
            what = self.action_named(after)
            for name, said, was, now in self.action_lines(before, after, old, new):
                yield from self.turned(f"{path}.{name}", f"{what}, {said}", was, now)
            yield from self.fields(before.form, after.form, f"{path}.form", what)

        return compared

    def action_lines(
        self, before: ActionRule, after: ActionRule, old: Blueprint, new: Blueprint
    ) -> Iterator[tuple[str, str, str, str]]:
        yield "title", _("name"), self.text(before.title), self.text(after.title)
        yield "who", _("who does it"), say_roles(sorted(before.who)), say_roles(sorted(after.who))
        yield "from", _("from"), self.states(old, before.sources), self.states(new, after.sources)
        yield "to", _("to"), self.states(old, before.to and [before.to]), self.states(new, after.to and [after.to])
        yield "clock", _("clock"), str(CLOCKS[before.clock]), str(CLOCKS[after.clock])
        yield "guard", _("condition"), say_condition(before.guard), say_condition(after.guard)
        yield "refusal", _("what is said when it is refused"), self.text(before.refusal), self.text(after.refusal)
        yield "notifies", _("who is told"), say_roles(sorted(before.notifies)), say_roles(sorted(after.notifies))
        yield "sentence", _("sentence of the history"), self.text(before.sentence), self.text(after.sentence)
        yield "offline", _("without signal"), _yes(before.offline), _yes(after.offline)
        yield "bulk", _("several at once"), _yes(before.bulk), _yes(after.bulk)
        yield "order", _("place among the buttons"), str(before.order), str(after.order)
        yield "icon", _("picture"), before.icon, after.icon

    def fields(self, before: Sequence[Field], after: Sequence[Field], path: str, what: str) -> Iterator[Change]:
        old, new = {field.key: field for field in before}, {field.key: field for field in after}

        def named(field: Field) -> str:
            return _("%(what)s: the question “%(label)s”") % {"what": what, "label": self.text(field.label)}

        def compared(was: Field, now: Field, here: str) -> Iterator[Change]:
            return self.turned(here, named(now), self.field_said(was), self.field_said(now))

        yield from self.parts(path, old, new, named, compared)
        kept = [key for key in old if key in new]
        if kept != [key for key in new if key in old]:
            yield Change(Sort.CHANGED, path, _("%(what)s: the questions stand in another order.") % {"what": what})

    def field_said(self, field: Field) -> str:
        limits = f"{_plain(field.min)} … {_plain(field.max)}" if (field.min, field.max) != (None, None) else ""
        choices = ", ".join(
            f"{choice.value}={self.text(choice.label)} {choice.icon}".strip() for choice in field.choices
        )
        said = [
            self.text(field.label),
            self.text(field.hint),
            str(TYPES[field.type]),
            _("must be answered") if field.required else _("may be left out"),
            "" if field.when is None else say_condition(field.when),
            limits,
            "" if field.guard is None else say_condition(field.guard),
            self.text(field.refusal),
            _plain(field.max_length),
            choices,
            field.prefill,
            field.accepts if field.accepts != "paper" else "",
        ]
        return "; ".join(part for part in said if part)

    def rest(self, before: Blueprint, after: Blueprint) -> Iterator[Change]:
        yield from self.turned("$.extension", _("A longer term"), _extension(before), _extension(after))
        yield from self.turned("$.escalation", _("Reminders"), _escalation(before), _escalation(after))

    def text(self, words: Words | None) -> str:
        """In the language of the page; a change in another language is told with all of them."""
        if words is None:
            return ""
        others = [said for said in (words.vi, words.en, words.id) if said and said != words.said(self.language)]
        return f"“{words.said(self.language)}”" + (f" ({' / '.join(others)})" if others else "")

    def states(self, blueprint: Blueprint, codes: Iterable[str] | None) -> str:
        listed = sorted(codes or (), key=list(blueprint.states).index)
        return ", ".join(f"“{blueprint.states[code].title.said(self.language)}” ({code})" for code in listed) or _(
            "stays"
        )

    def start(self, blueprint: Blueprint) -> str:
        return self.states(blueprint, [blueprint.start])

    def state_named(self, state: StateRule) -> str:
        return _("The state “%(title)s”") % {"title": state.title.said(self.language)}

    def action_named(self, action: ActionRule) -> str:
        return _("The action “%(title)s”") % {"title": action.title.said(self.language)}


def _values(blueprint: Blueprint) -> str:
    return _("any") if blueprint.values is None else ", ".join(sorted(blueprint.values))


def _extension(blueprint: Blueprint) -> str:
    rule = blueprint.extension
    if rule is None:
        return _("not allowed")
    said = {"times": rule.times, "span": say_span(rule.at_most), "who": say_roles(sorted(rule.who))}
    return _("%(times)s times, at most %(span)s, by %(who)s") % said


def _escalation(blueprint: Blueprint) -> str:
    return "; ".join(say_escalation(line) for line in blueprint.escalation)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
