"""What the province and the national portal say to each other, and how the portal writes it."""

from tinhso.government.procedures.domain.portal.dialect import Dialect, dialect_of
from tinhso.government.procedures.domain.portal.differences import Difference, Kind, Side, differences, step_key
from tinhso.government.procedures.domain.portal.messages import (
    Attachment,
    Fee,
    Held,
    Identity,
    Message,
    Progress,
    ResultPaper,
    Supplement,
)
from tinhso.government.procedures.domain.portal.moments import from_portal, to_portal
from tinhso.government.procedures.domain.portal.pacing import OVERLAP, SETTLES, cut_off, pause_of_line, pause_of_row
from tinhso.government.procedures.domain.portal.words import STATUS_WORDS, ApplicantKind, Channel, FeeWhen, Status

__all__ = [
    "OVERLAP",
    "SETTLES",
    "STATUS_WORDS",
    "ApplicantKind",
    "Attachment",
    "Channel",
    "Dialect",
    "Difference",
    "Fee",
    "FeeWhen",
    "Held",
    "Identity",
    "Kind",
    "Message",
    "Progress",
    "ResultPaper",
    "Side",
    "Status",
    "Supplement",
    "cut_off",
    "dialect_of",
    "differences",
    "from_portal",
    "pause_of_line",
    "pause_of_row",
    "step_key",
    "to_portal",
]
