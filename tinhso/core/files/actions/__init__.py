"""What can be done with files: keep, forget, open, scan, tidy."""

from tinhso.core.files.actions.keeping import (
    FileRefused,
    TooManyFiles,
    files_of,
    forget_file,
    forget_files_of,
    keep_file,
    move_files,
    open_file,
    prepare,
    when_opened,
)
from tinhso.core.files.actions.tidying import drop_orphans, scan_held, tidy

__all__ = [
    "FileRefused",
    "TooManyFiles",
    "drop_orphans",
    "files_of",
    "forget_file",
    "forget_files_of",
    "keep_file",
    "move_files",
    "open_file",
    "prepare",
    "scan_held",
    "tidy",
    "when_opened",
]
