"""The national index of service to citizens and businesses (Decision 766/QĐ-TTg): its shares and its six groups.

Shares come from counts. A dossier is late for the index when its processing ended after the appointed time, when it is
still open after it, or when more than one supplement was asked for. What is not known here is None and wins nothing:
the score says how much of it rests on numbers we have. The weights are data (`tables/service_index.json`).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent.parent / "tables" / "service_index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the dossiers of a period add up to.

    considered   received or finished in the period, or still open at its end; `late` of them are late for the index
    received     came in during the period; `online` of them on line, `full` of procedures that go on line to the end
    decided      with a result in the period; `digitised` with their papers and their result as files
    reused       of those received, with a paper taken from a register or the citizen's own store
    rated        were rated; `disliked` of them with a bad face
    payable      were asked for a fee; `paid_online` of them paid it, and not in cash. None: not known here
    """

    considered: int = 0
    late: int = 0
    received: int = 0
    online: int = 0
    full: int = 0
    decided: int = 0
    digitised: int = 0
    reused: int = 0
    rated: int = 0
    disliked: int = 0
    payable: int | None = None
    paid_online: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What a group has won of the points it can give; None: nothing of it is known here."""

    code: str
    most: float
    won: float | None


def shares_of(counts: Counts) -> dict[str, float | None]:
    """The shares that the index is made of, each 0–1, or None where nothing was counted."""
    late, disliked = _share(counts.late, counts.considered), _share(counts.disliked, counts.rated)
    return {
        "on_time": None if late is None else 1 - late,
        "filed_online": _share(counts.online, counts.received),
        "full_process": _share(counts.full, counts.received),
        "digitised": _share(counts.digitised, counts.decided),
        "reused": _share(counts.reused, counts.received),
        "paid_online": _share(counts.paid_online, counts.payable),
        "content": None if late is None or disliked is None else max(0.0, 1 - (late + disliked)),
    }


def scores_of(counts: Counts) -> list[Score]:
    """The six groups in the order of the decision."""
    shares = shares_of(counts)
    return [_score(group, shares) for group in _groups()]


def _score(group: dict[str, Any], shares: dict[str, float | None]) -> Score:
    """The parts of a group weigh the same; a part that is not known counts as not won, unless none of them is."""
    won = [_part(part, shares) for part in group["parts"]]
    known = [one for one in won if one is not None]
    most = float(group["most"])
    return Score(group["code"], most, most * sum(known) / len(won) if known else None)


def _part(part: dict[str, Any], shares: dict[str, float | None]) -> float | None:
    share = shares[part["share"]]
    return None if share is None else min(1.0, share / float(part["full_at"]))


def _share(top: int | None, bottom: int | None) -> float | None:
    return top / bottom if top is not None and bottom else None


@cache
def _groups() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(TABLE.read_text(encoding="utf-8"))["groups"])
