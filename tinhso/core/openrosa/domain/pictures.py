"""Pictures of the house as Collect shows them beside a choice: PNG, chàm on nothing, drawn once in a process."""

import json
from collections.abc import Sequence
from functools import lru_cache

import typst

SIDE = 192
"""Pixels: a third of a phone's width."""
_INK = "#2b3a82"
_PAGES = f"""
#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt, fill: none)
#for drawing in json(bytes(sys.inputs.drawings)) {{ page(image(bytes(drawing), format: "svg", width: 100%)) }}
"""


@lru_cache(16)
def drawn(shapes: Sequence[str]) -> tuple[bytes, ...]:
    """Drawings of 256 × 256 (what stands inside their `<svg>`) as PNG, in their order; all in one go."""
    if not shapes:
        return ()
    inputs = {"drawings": json.dumps([_svg(shape) for shape in shapes])}
    made = typst.Compiler(_PAGES.encode(), sys_inputs=inputs, ignore_system_fonts=True).compile(format="png", ppi=72)
    return (made,) if isinstance(made, bytes) else tuple(made or ())


def _svg(shape: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" fill="{_INK}">{shape}</svg>'
