"""What can happen with phones that have ODK Collect. Ids and codes only."""

from tinhso.events.definitions import Code, Event, event


@event()
class HandsetAdmitted(Event):
    """A member made a password with which ODK Collect on one phone may fetch forms and send."""


@event()
class HandsetRevoked(Event):
    """The password of a phone is no longer worth anything."""


@event()
class SubmissionTaken(Event):
    """What was sent was taken in by the form's own door."""

    form: Code


@event()
class SubmissionRefused(Event):
    """What was sent was not taken in; it waits for a person."""

    form: Code


@event()
class SubmissionPutAway(Event):
    """A person looked at what was refused and wants no more done with it."""

    form: Code
