"""What can happen between the province and the national portal. What was sent of each dossier stands in `Outgoing`."""

from tinhso.events.definitions import Code, Event, event
from tinhso.government.procedures.domain.portal import Kind


@event()
class PortalWentSilent(Event):
    """The portal stopped answering; `why` is one word of the line's."""

    why: Code


@event()
class PortalAnsweredAgain(Event):
    """The portal answers again after so many seconds."""

    silent_s: int


@event()
class ChangeSentAgain(Event):
    """Someone had a change of a dossier sent once more."""

    status: int


@event()
class ChangeLeftOut(Event):
    """Someone decided that a change the portal refused will not be sent."""

    status: int


@event()
class PortalDossierTriedAgain(Event):
    """Someone had a dossier of the portal, refused here, taken in once more."""


@event()
class PortalDossierLeft(Event):
    """Someone decided that a dossier of the portal will not be taken in."""


@event()
class SidesCompared(Event):
    """Both sides were compared: so many dossiers, so many disagreements open now."""

    compared: int
    found: int


@event()
class DisagreementSettled(Event):
    kind: Kind
    how: Code
