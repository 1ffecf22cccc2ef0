"""What can happen to files."""

from datetime import datetime
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


@event()
class SigningKeyMade(Event):
    """A key was made for a person or an agency; it cannot sign before it is certified."""

    holder: UUID
    agency: bool


@event()
class SigningKeyCertified(Event):
    """A certificate was laid to a key. From `starts` to `ends` it may sign."""

    starts: datetime
    ends: datetime


@event()
class SigningKeyLocked(Event):
    """The PIN was wrong three times."""


@event()
class SigningKeyUnlocked(Event):
    """An engineer let a locked key be tried again, or replaced its PIN."""


@event()
class SigningKeyRetired(Event):
    """A key signs no more; what it signed stays good."""


@event()
class PaperSigned(Event):
    """A paper was signed and stored under its hash; `sealed` with the agency's seal, `stamped` with the time."""

    sha256: Code
    sealed: bool
    stamped: bool


@event()
class SignatureCompleted(Event):
    """Time stamp and revocation data were added to what was signed before."""

    sha256: Code


@event()
class SignedRevoked(Event):
    """What was signed holds no more."""


@event()
class SignedSuperseded(Event):
    """A newer one took the place of what was signed."""

    newer: UUID


@event()
class BatchSigned(Event):
    """A batch came to its end."""

    signed: int
    failed: int
