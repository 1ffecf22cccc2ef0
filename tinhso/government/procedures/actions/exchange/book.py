"""What the exchange asks of our own dossiers. It knows nothing else of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
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
    """A file of a dossier of the portal, brought here and examined; without `upload` where it could not be: `why`.

    A bad file does not keep the dossier out: the officer sees that it is lacking and asks for it.
    """

    about: Attachment
    upload: SimpleUploadedFile | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands now: the portal's number for it, our state, and since when."""

    code: str
    status: Status
    step: str
    since: datetime


class Book(Protocol):
    """Our dossiers, as the exchange needs them."""

    def standing(self, dossier: UUID) -> Standing | None:
        """Where a dossier stands; None in a state that the portal does not count."""

    def say(self, row: Outgoing) -> tuple[Message, Progress]:
        """A change in the portal's words: the dossier as it stands, and the step. Raises when it cannot be said."""

    def take(self, message: Message, papers: Sequence[Fetched], *, at: datetime) -> UUID:
        """File what came from the portal. Runs in the caller's transaction. Raises Refusal."""

    def office(self, identifier: str) -> Organisation | None:
        """The office that bears an electronic identifier."""

    def sides(self, codes: Collection[str], *, at: datetime) -> dict[str, Side]:
        """What we hold of dossiers that bear these codes; those that are on their way are left out."""

    def known(self, codes: Collection[str]) -> set[str]:
        """Which of these codes are dossiers of ours, whether on their way or not."""

    def told_since(self, since: datetime) -> Iterator[str]:
        """Codes of dossiers of which the portal should have learnt something since a moment."""

    def follow(self, dossier: UUID, status: Status, *, by: Actor, at: datetime) -> None:
        """Take the step that leads our dossier to the portal's status. Raises NoStepThere, or what the step refuses."""
