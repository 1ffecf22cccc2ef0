"""Tables of files: what lies on disk and what it means to people; keys, what they signed, and batches of signing."""

from tinhso.core.files.models.kept import Blob, File, FileQuerySet, State, store
from tinhso.core.files.models.signing import Batch, BatchLine, Holder, Line, Signed, SignedCopy, SigningKey, Standing

__all__ = [
    "Batch",
    "BatchLine",
    "Blob",
    "File",
    "FileQuerySet",
    "Holder",
    "Line",
    "Signed",
    "SignedCopy",
    "SigningKey",
    "Standing",
    "State",
    "store",
]
