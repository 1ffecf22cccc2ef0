"""Checking what the case engine must understand of a procedure: its form and its workflow."""

from tinhso.core.cases.domain.definition import parse, parse_pages
from tinhso.government.procedures.domain.catalogue import Facts, pages_of
from tinhso.government.procedures.domain.workflow import workflow


def check_form(facts: Facts) -> None:
    """Raises BadDefinition with every fault of the form, then of the workflow."""
    parse_pages(pages_of(facts))
    parse(workflow(facts))
