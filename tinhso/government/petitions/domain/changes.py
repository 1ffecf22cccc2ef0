"""What differs between two versions of the rules, rule by rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tinhso.government.petitions.domain.routing import Rule


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    OTHER_DESK = "other_desk"
    OTHER_CONDITION = "other_condition"
    OTHER_WORDS = "other_words"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that is not as it was: before, after (None where it is not), and what of it changed."""

    name: str
    before: Rule | None
    after: Rule | None
    changes: tuple[Change, ...]


def changes_between(before: Sequence[Rule], after: Sequence[Rule]) -> list[RuleChange]:
    """Rules that came, went or changed, in the order of the later version; those that went at the end."""
    old = {rule.name: rule for rule in before}
    found = [
        _change(rule.name, old.get(rule.name), rule, moved=_is_elsewhere(rule.name, before, after)) for rule in after
    ]
    names = {rule.name for rule in after}
    gone = [RuleChange(rule.name, rule, None, (Change.GONE,)) for rule in before if rule.name not in names]
    return [one for one in found if one.changes] + gone


def _change(name: str, before: Rule | None, after: Rule, *, moved: bool) -> RuleChange:
    if before is None:
        return RuleChange(name, None, after, (Change.NEW,))
    told = [
        change
        for change, differs in (
            (Change.OTHER_DESK, before.desk != after.desk),
            (Change.OTHER_CONDITION, before.when != after.when),
            (Change.OTHER_WORDS, before.why != after.why),
            (Change.MOVED, moved),
        )
        if differs
    ]
    return RuleChange(name, before, after, tuple(told))


def _is_elsewhere(name: str, before: Sequence[Rule], after: Sequence[Rule]) -> bool:
    """Whether a rule that both have stands after another that it stood before, or the other way round."""
    old, new = [rule.name for rule in before], [rule.name for rule in after]
    if name not in old:
        return False
    both = [one for one in old if one in new]
    return [one for one in new if one in both].index(name) != both.index(name)
