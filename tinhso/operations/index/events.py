"""What can happen to indices. Ids, codes and counts only."""

from tinhso.events.definitions import Code, Event, event


@event()
class CataloguePublished(Event):
    """A version of an index holds from now on and is never changed."""

    code: Code
    edition: Code
    components: int


@event()
class RoundOpened(Event):
    code: Code
    edition: Code
    year: int
    places: int


@event()
class ComponentClaimed(Event):
    """A place declared figures of a component."""

    component: Code
    known: int


@event()
class EvidenceAdded(Event):
    component: Code
    is_file: bool


@event()
class AssessmentSubmitted(Event):
    code: Code
    year: int
    claimed: int
    counted: int


@event()
class ComponentVerified(Event):
    """Another person looked at it; `agreed`: it stays as it was declared."""

    component: Code
    agreed: bool


@event()
class AssessmentReturned(Event):
    code: Code
    year: int


@event()
class AssessmentVerified(Event):
    code: Code
    year: int
    cut: int


@event()
class RoundPublished(Event):
    code: Code
    year: int
    places: int


@event()
class MeasureEntered(Event):
    code: Code
    cost: int


@event()
class MeasureEnded(Event):
    code: Code
