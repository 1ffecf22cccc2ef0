"""What is wrong with a definition, each fault with its place in the document."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right. `path` is a JSON path such as `$.actions.accept.to`, `sentence` says what to do."""

    path: str
    sentence: str


class BadDefinition(Refusal):
    """A document that is no definition. `faults` are all that were found, in the order of their paths."""

    sentence = _("This definition cannot be used yet. Each thing to put right is named below with its place.")
    field = "document"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__()

    def __str__(self) -> str:
        return "; ".join(f"{fault.path}: {fault.sentence}" for fault in self.faults)
