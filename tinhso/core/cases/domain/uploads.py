"""What a question that wants a file takes: the `accepts` of a definition, as the register of files knows it."""

from collections.abc import Mapping
from typing import Final

from tinhso.core.files.domain.kinds import ANY, OFFICE, PAPERS, PHOTOS, VOICE, Rules

RULES: Final[Mapping[str, Rules]] = {
    "paper": PAPERS,
    "photo": PHOTOS,
    "voice": VOICE,
    "office": OFFICE,
    "any": ANY,
}
