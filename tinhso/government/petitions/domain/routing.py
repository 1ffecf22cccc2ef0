"""Rules that find the desk of a petition: ordered, the first that holds wins; conditions are JsonLogic.

    {"name": "national_roads", "why": "Quốc lộ do Sở Xây dựng lo", "desk": "province.construction",
     "when": {"and": [{"in": ["roads", {"var": "topics"}]}, {"in": ["quoc lo", {"var": "words"}]}]}}

A condition may look at `topic` (its code), `topics` (that code and those above it), `kind`, `channel`, `language`,
`urgent`, `assisted`, `place` (code of the village or commune), `places` (codes from there up to the province) and
`words` (what was said, folded: small letters without marks).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tinhso.core.cases.domain.conditions import faults_in
from tinhso.core.cases.domain.faults import Fault
from tinhso.core.cases.domain.logic import holds
from tinhso.government.petitions.domain.desks import desk_kinds
from tinhso.kit.refusals import Refusal

KNOWN: Final = frozenset(
    {"topic", "topics", "kind", "channel", "language", "urgent", "assisted", "place", "places", "words"}
)
MOST_RULES: Final = 200
LONGEST_WHY: Final = 300
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KEYS: Final = frozenset({"name", "why", "when", "desk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: where `when` holds, the petition goes to the kind of office `desk`, because `why`."""

    name: str
    why: str
    when: Any
    desk: str

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Rule":
        """A rule that was checked before it was published."""
        return cls(name=said["name"], why=said["why"], when=said["when"], desk=said["desk"])


class BadRules(Refusal):
    """Rules that cannot be kept; `faults` says each thing that is wrong and where."""

    sentence = _lazy("These rules cannot be used yet. Each thing to put right is named below with its place.")
    field = "rules"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()

    def __str__(self) -> str:
        return "; ".join(f"{fault.path}: {fault.sentence}" for fault in self.faults)


def first_rule(rules: Sequence[Rule], facts: Mapping[str, Any]) -> Rule | None:
    """The first rule that holds; None: the topic's own desk."""
    return next((rule for rule in rules if holds(rule.when, facts)), None)


def read_rules(said: object) -> tuple[Rule, ...]:
    """Check and read rules. Raises BadRules with every fault that was found."""
    if not isinstance(said, list) or len(said) > MOST_RULES:
        raise BadRules([Fault("$", _("Rules are a list, of at most %(most)s.") % {"most": MOST_RULES})])
    names: set[str] = set()
    if faults := [fault for at, one in enumerate(said) for fault in _faults(one, f"$[{at}]", names)]:
        raise BadRules(faults)
    return tuple(Rule.read(one) for one in said)


def _faults(said: object, path: str, names: set[str]) -> list[Fault]:
    if not isinstance(said, Mapping) or set(said) != _KEYS:
        return [Fault(path, _("A rule has a name, a reason, a condition and a desk, nothing else."))]
    faults = _name_faults(said["name"], path, names)
    why = said["why"]
    if not isinstance(why, str) or not why.strip() or len(why) > LONGEST_WHY:
        faults.append(Fault(f"{path}.why", _("Say in a few words why, for whoever asks.")))
    if said["desk"] not in desk_kinds():
        faults.append(Fault(f"{path}.desk", _("There is no kind of office of this name.")))
    return faults + faults_in(said["when"], f"{path}.when", lambda name: name.partition(".")[0] in KNOWN)


def _name_faults(name: object, path: str, names: set[str]) -> list[Fault]:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return [Fault(f"{path}.name", _("A name is small letters, digits and _, for example national_roads."))]
    if name in names:
        return [Fault(f"{path}.name", _("Another rule has this name already."))]
    names.add(name)
    return []
