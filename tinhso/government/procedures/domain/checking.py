"""Checking what the case engine must understand of a procedure: its form and its workflow."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.domain.definition import BadDefinition, Blueprint, Page, parse, parse_pages
from tinhso.core.cases.domain.faults import Fault
from tinhso.core.cases.domain.soundness import faults_of, page_faults
from tinhso.government.procedures.domain.catalogue import Facts, pages_of
from tinhso.government.procedures.domain.workflow import workflow


def check_form(facts: Facts) -> None:
    """Whether every question can be asked, no answer takes the place of another, and no dossier gets stuck.

    Asked when a procedure is entered, never of one that is kept. Raises BadDefinition with every fault.
    """
    pages, blueprint = parse_pages(pages_of(facts)), parse(workflow(facts))
    faults = page_faults(pages, "form") + faults_of(blueprint) + _answered_by_the_office(pages, blueprint)
    if faults:
        raise BadDefinition(faults)


def _answered_by_the_office(pages: Sequence[Page], blueprint: Blueprint) -> list[Fault]:
    """Questions called as one of a step: the case keeps both answers under that name, and the later would win."""
    office = {field.key for rule in blueprint.actions.values() for field in rule.form}
    sentence = _("A step of the workflow asks a question of this name. Choose another key.")
    return [
        Fault(f"form[{at}].fields[{place}].key", str(sentence))
        for at, page in enumerate(pages)
        for place, field in enumerate(page.fields)
        if field.key in office
    ]
