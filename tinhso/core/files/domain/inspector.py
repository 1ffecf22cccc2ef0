"""The sandbox of uploads, with their parsers loaded: `python -m tinhso.core.files.domain.inspector SOCKET`."""

from pathlib import Path

from tinhso.core.files.domain.children import work
from tinhso.core.files.domain.hiding import Part, hide
from tinhso.core.files.domain.kinds import PICTURES, SOUNDS, Kind
from tinhso.core.files.domain.packages import inspect_package
from tinhso.core.files.domain.papers import inspect_pdf
from tinhso.core.files.domain.pictures import redraw
from tinhso.core.files.domain.sounds import inspect_sound
from tinhso.core.files.domain.verdicts import Verdict


def inspect(job: dict[str, str]) -> Verdict:
    """Examine one file with the parser of its kind, or hide parts of a picture. Raises Refused."""
    source, clean = Path(job["source"]), Path(job["clean"])
    if job["kind"] == "hide":
        return hide(source, clean, Path(job["preview"]), _parts(job["parts"]))
    if job["kind"] == "package":
        return inspect_package(source)
    kind = Kind(job["kind"])
    if kind in PICTURES:
        preview = Path(job["preview"]) if job["preview"] else None
        return redraw(source, kind, clean, preview, max_side=int(job["max_side"]))
    if kind in SOUNDS:
        return inspect_sound(source, kind, clean, max_seconds=int(job["max_seconds"]))
    return inspect_pdf(source)


def _parts(typed: str) -> list[Part]:
    """Rectangles as four numbers each. Raises ValueError, which breaks the job."""
    numbers = [int(number) for number in typed.split()]
    fours = zip(*[iter(numbers)] * 4, strict=True)
    return [(left, top, width, height) for left, top, width, height in fours]


if __name__ == "__main__":
    work(lambda job: inspect(job).as_json())
