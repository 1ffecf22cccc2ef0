"""Checking what the case engine must understand of a procedure: its form and its workflow."""

from tinhso.core.cases.domain.definition import BadDefinition, parse, parse_pages
from tinhso.core.cases.domain.soundness import faults_of, page_faults
from tinhso.government.procedures.domain.catalogue import Facts, pages_of
from tinhso.government.procedures.domain.workflow import workflow


def check_form(facts: Facts) -> None:
    """Whether every question can be asked and no dossier gets stuck. Raises BadDefinition with every fault."""
    faults = page_faults(parse_pages(pages_of(facts)), "form") + faults_of(parse(workflow(facts)))
    if faults:
        raise BadDefinition(faults)
