"""File names as people gave them, made harmless to show and to send back."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_BAD = re.compile(r'[\\/:*?"<>|]+')


def clean_name(name: str, ending: str) -> str:
    """A name without folders, control and direction marks, with the ending of what the file really is.

    Vietnamese stays; `../../etc/passwd` becomes `passwd.pdf`; nothing at all becomes `file.pdf`.
    """
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C")
    before, dot, after = _BAD.sub(" ", shown).rpartition(".")
    stem = before if dot else after
    stem = " ".join(stem.split()).strip(". ")[:LONGEST] or "file"
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}.{ending}"


def disposition(name: str) -> str:
    """A Content-Disposition that saves and never shows (RFC 6266, RFC 8187): ASCII for old clients, then UTF-8."""
    plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("đĐ", "dD"))).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^0-9A-Za-z ._-]", "_", plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
