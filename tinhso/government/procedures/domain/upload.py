"""Reading an uploaded catalogue document: it may be anything at all."""

import json
from typing import Any

from django.utils.translation import gettext as _

from tinhso.government.procedures.domain.catalogue import BadCatalogue

LARGEST = 1_000_000


def read_upload(content: bytes) -> dict[str, Any]:
    """The JSON object of a file of at most a million bytes. Raises BadCatalogue."""
    if len(content) > LARGEST:
        raise BadCatalogue([_("The file is larger than 1 MB. A procedure is some ten kilobytes of text.")])
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_such_number)
    except (ValueError, RecursionError) as wrong:
        raise BadCatalogue([_("This is not a JSON file. Choose the file that was exported here.")]) from wrong
    if not isinstance(document, dict):
        raise BadCatalogue([_("The file must hold one procedure: an object { }.")])
    return document


def _no_such_number(name: str) -> float:
    raise ValueError(name)
