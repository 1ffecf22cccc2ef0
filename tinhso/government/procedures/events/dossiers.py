"""What can happen to a dossier. Ids, codes and counts only: the log never names a person or repeats what they wrote.

Every event about a dossier carries the procedure's code, so that numbers by procedure need no table of ours.
"""

from datetime import date, datetime

from tinhso.events.definitions import Code, Event, event
from tinhso.government.procedures.domain.steps import Brought, Door, Release


@event()
class DossierFiled(Event):
    """A dossier came in; `papers` of the list came with it, `reused` of them from the citizen's own store, `looked_up`
    in a register, `digital` as a file."""

    procedure: Code
    number: int
    door: Door
    agency: int
    due: datetime
    papers: int
    reused: int
    looked_up: int
    digital: int


@event()
class DossierMoved(Event):
    """A step that only this procedure has, or that no number asks for."""

    procedure: Code
    action: Code
    from_state: Code
    to_state: Code
    on_time: bool


@event()
class DossierAccepted(Event):
    procedure: Code
    from_state: Code
    due: datetime


@event()
class SupplementAsked(Event):
    """A written request for more; `round` 2 and more count as late in the national index."""

    procedure: Code
    round: int
    papers: int


@event()
class SupplementGiven(Event):
    procedure: Code
    round: int
    due: datetime


@event()
class DossierRefused(Event):
    procedure: Code
    from_state: Code
    on_time: bool


@event()
class FeeWaived(Event):
    """An officer said, with a reason that stays with the dossier, that nothing has to be paid."""

    procedure: Code


@event()
class DossierStopped(Event):
    procedure: Code
    from_state: Code
    silent: bool


@event()
class DossierWithdrawn(Event):
    procedure: Code
    from_state: Code


@event()
class DossierDecided(Event):
    """Processing ended; late or not is judged here, as the national index does.

    days   whole days since reception, stops of the clock not counted; None: told before that was counted
    """

    procedure: Code
    on_time: bool
    door: Door
    digital: bool
    days: int | None = None


@event()
class ResultReleased(Event):
    procedure: Code
    how: Release
    digital: bool


@event()
class DossierRated(Event):
    """How the citizen found it, 1 (bad) to 5 (good)."""

    procedure: Code
    faces: int
    on_time: bool


@event()
class PaperDigitised(Event):
    """A paper that came by hand now lies here as a file."""

    procedure: Code
    paper: Code
    brought: Brought


@event()
class ResultPut(Event):
    """The file of the result was put to the dossier."""

    procedure: Code


@event()
class PaperPutAway(Event):
    """A citizen put a paper into their own store by themselves."""

    paper: Code


@event()
class PaperDated(Event):
    """A citizen said until when a paper of their own store holds."""

    paper: Code
    until: date | None


@event()
class PaperForgotten(Event):
    """A citizen let a paper out of their own store: it is offered no more."""

    paper: Code
    result: bool


@event()
class SecretRenewed(Event):
    """The old tracking secret of a dossier is void."""

    procedure: Code


@event()
class DraftBegun(Event):
    procedure: Code
    door: Door


@event()
class DraftDropped(Event):
    procedure: Code
