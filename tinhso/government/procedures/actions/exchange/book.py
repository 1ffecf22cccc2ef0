"""What the exchange asks of our own dossiers. It knows nothing else of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.models import Organisation
from tinhso.government.procedures.domain.portal import Attachment, Message, Progress, Side, Status
from tinhso.government.procedures.models import Outgoing
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NoStepThere(Refusal):
    """Our dossier cannot follow the portal's from where it stands, or not by this person."""

    sentence = _("No step leads from here to what the portal says. Open the dossier and decide there.")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file of a dossier of the portal, brought here."""

    about: Attachment
    body: bytes


class Book(Protocol):
    """Our dossiers, as the exchange needs them."""

    def code_of(self, dossier: UUID) -> str:
        """What the portal calls a dossier: its own code when it was filed there, else ours."""

    def say(self, row: Outgoing) -> tuple[Message, Progress]:
        """A change in the portal's words: the dossier as it stands, and the step. Raises when it cannot be said."""

    def take(self, message: Message, papers: Sequence[Fetched], *, at: datetime) -> UUID:
        """File what came from the portal. Runs in the caller's transaction. Raises Refusal."""

    def office(self, identifier: str) -> Organisation | None:
        """The office that bears an electronic identifier."""

    def sides(self, codes: Collection[str]) -> dict[str, Side]:
        """What we hold of dossiers that bear these codes; those that are on their way are left out."""

    def known(self, codes: Collection[str]) -> set[str]:
        """Which of these codes are dossiers of ours, whether on their way or not."""

    def told_since(self, since: datetime) -> Iterator[str]:
        """Codes of dossiers of which the portal should have learnt something since a moment, and of all open ones."""

    def follow(self, dossier: UUID, status: Status, *, by: Actor, at: datetime) -> None:
        """Take the step that leads our dossier to the portal's status. Raises NoStepThere, or what the step refuses."""
