"""How this portal names its services, addresses and answers.

Field names, the five services, the session, `madonvi`, `dstcode`, `isUpdating` and the answer's `error_code` and
`result` are public knowledge. What is not (paths behind an adapter, parameters of a search, where the history stands,
which code means what) is data: `tables/portal_dialect.json`, to be replaced by a file of the installation.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_SHIPPED = Path(__file__).resolve().parents[2] / "tables" / "portal_dialect.json"


class Dialect(BaseModel):
    """The words of one portal.

    login, call            paths under the portal's address
    submit … procedure     names of services
    code_asked … page_asked    parameters of `TraCuuHoSo` and `LayThuTuc`; a search lists `page_size` dossiers a page
    history                where an answered dossier lists its progress; a portal without it is believed by its status
    answers                the field that carries what a form on the portal was filled with, as JSON
    yes, no                how `isUpdating` is said
    done                   codes of success
    session_ended          codes after which one signs in again
    known_already, unknown codes by which `isUpdating` is refused
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    login: str
    call: str
    submit: str
    progress: str
    look_up: str
    procedures: str
    procedure: str
    code_asked: str
    procedure_asked: str
    since_asked: str
    until_asked: str
    status_asked: str
    page_asked: str
    page_size: int
    history: str
    answers: str
    yes: str
    no: str
    done: tuple[str, ...]
    session_ended: tuple[str, ...]
    known_already: tuple[str, ...]
    unknown: tuple[str, ...]


def dialect_of(own: Path | None = None) -> Dialect:
    """The shipped dialect, with what the installation's own file says instead. Raises ValueError for unknown words."""
    words = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return Dialect(**(words | (json.loads(own.read_text(encoding="utf-8")) if own else {})))
