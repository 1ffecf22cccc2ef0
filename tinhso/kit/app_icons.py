"""The pictures by which the installed app is known on a phone, drawn from the mark when assets are made."""

from pathlib import Path

import typst

from tinhso.kit.built import BUILD

MARK = Path(__file__).resolve().parent / "static" / "kit" / "mark.svg"
ICONS = BUILD / "static" / "kit" / "icons"
GROUND = "#2b3a82"
SIZES = {"app-192": (192, 1.0), "app-512": (512, 1.0), "maskable-512": (512, 0.8), "touch-180": (180, 0.8)}
"""Name → side in pixels, and how much of it the mark takes.

A system may cut a maskable icon to any shape that holds the middle four fifths (W3C Web Application Manifest, 1.9.2):
there the ground goes to the edge.
"""


def make_app_icons() -> None:
    """Draw all of them as PNG."""
    ICONS.mkdir(parents=True, exist_ok=True)
    for name, (side, share) in SIZES.items():
        (ICONS / f"{name}.png").write_bytes(_drawn(side, share))


def _drawn(side: int, share: float) -> bytes:
    ground = "none" if share == 1 else f'rgb("{GROUND}")'
    source = (
        f"#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: {ground})\n"
        f'#place(center + horizon, image("{MARK.name}", width: {share:.0%}))'
    )
    made = typst.Compiler(source.encode(), root=str(MARK.parent)).compile(format="png", ppi=72)
    if not isinstance(made, bytes):
        raise TypeError("an icon is one page")
    return made
