"""What can happen to the catalogue."""

from datetime import date

from tinhso.events.definitions import Code, Event, event


@event()
class ProcedureEntered(Event):
    """A version of a procedure entered the catalogue and applies from a day on."""

    procedure: Code
    number: int
    valid_from: date


@event()
class ProcedureBegun(Event):
    """A version applies from today; its workflow was published."""

    procedure: Code
    number: int


@event()
class ProcedureSuspended(Event):
    """Nobody may file it for now; `number` 0 means every version."""

    procedure: Code
    number: int


@event()
class ProcedureResumed(Event):
    """It may be filed again."""

    procedure: Code
    number: int


@event()
class FilingChosen(Event):
    """From now on a level is filed there: `own`, `national` or `both`."""

    level: Code
    where: Code
