"""What can happen to files."""

from uuid import UUID

from tinhso.events.definitions import Code, Event, event


@event()
class FileKept(Event):
    """A file came in and was found harmless. `size` in bytes, as kept."""

    kind: Code
    size: int
    held: bool


@event()
class FileForgotten(Event):
    """A file was taken away; its bytes go when no other file has the same."""

    kind: Code


@event()
class FileOpened(Event):
    """Someone other than its owner opened a person's file."""

    owner: UUID


@event()
class FileReleased(Event):
    """The virus scanner found nothing in a held file."""

    kind: Code


@event()
class FileFoundInfected(Event):
    """The virus scanner found something; the bytes were destroyed."""

    kind: Code
