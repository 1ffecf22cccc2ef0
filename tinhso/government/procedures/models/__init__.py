"""The tables of procedures: the catalogue, and what people file."""

from tinhso.government.procedures.models.catalogue import FilingChoice, Procedure, ProcedureCode, ProcedureVersion

__all__ = ["FilingChoice", "Procedure", "ProcedureCode", "ProcedureVersion"]
