"""The tables of procedures: the catalogue, and what people file."""

from tinhso.government.procedures.models.catalogue import FilingChoice, Procedure, ProcedureCode, ProcedureVersion
from tinhso.government.procedures.models.dossiers import Dossier, Kind, Letter, Rating
from tinhso.government.procedures.models.drafts import Draft, WrongTry
from tinhso.government.procedures.models.papers import Kept, Paper

__all__ = [
    "Dossier",
    "Draft",
    "FilingChoice",
    "Kept",
    "Kind",
    "Letter",
    "Paper",
    "Procedure",
    "ProcedureCode",
    "ProcedureVersion",
    "Rating",
    "WrongTry",
]
