"""The tables of procedures: the catalogue, and what people file."""

from tinhso.government.procedures.models.catalogue import FilingChoice, Procedure, ProcedureCode, ProcedureVersion
from tinhso.government.procedures.models.dossiers import Dossier, Kind, Letter, Rating
from tinhso.government.procedures.models.drafts import Draft
from tinhso.government.procedures.models.exchange import (
    Disagreement,
    Incoming,
    IncomingState,
    Line,
    Outgoing,
    OutgoingState,
    Reconciliation,
    Settled,
)
from tinhso.government.procedures.models.fees import FeeWaiver
from tinhso.government.procedures.models.papers import Kept, Paper

__all__ = [
    "Disagreement",
    "Dossier",
    "Draft",
    "FeeWaiver",
    "FilingChoice",
    "Incoming",
    "IncomingState",
    "Kept",
    "Kind",
    "Letter",
    "Line",
    "Outgoing",
    "OutgoingState",
    "Paper",
    "Procedure",
    "ProcedureCode",
    "ProcedureVersion",
    "Rating",
    "Reconciliation",
    "Settled",
]
