"""What `manage.py assets` makes from locked packages, as pages and papers read it; made now where set-up did not."""

from functools import cache
from io import StringIO
from pathlib import Path

from django.core.management import call_command

BUILD = Path(__file__).resolve().parent.parent.parent / "build"
ICONS = BUILD / "icons.tsv"
PAPERS = BUILD / "papers"
LETTERS = PAPERS / "letters.txt"


@cache
def icons() -> dict[str, str]:
    """Name → what is inside its `<svg viewBox="0 0 256 256">`."""
    pairs = (line.partition("\t") for line in _made(ICONS).read_text(encoding="utf-8").splitlines())
    return {name: drawing for name, _tab, drawing in pairs}


def paper_fonts() -> Path:
    """Where the fonts of papers lie."""
    return _made(LETTERS).parent


@cache
def paper_letters() -> frozenset[str]:
    """What each cut of the serif can show."""
    return frozenset(_made(LETTERS).read_text(encoding="utf-8"))


def _made(path: Path) -> Path:
    if not path.exists():
        call_command("assets", anew=True, stdout=StringIO())
    return path
