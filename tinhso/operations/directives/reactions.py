"""Who is told what of a directive."""

from tinhso.events.reactions import Delivered, reacts_to
from tinhso.operations.directives.actions.notifying import tell_issuer, tell_office
from tinhso.operations.directives.events import (
    DirectiveAccepted,
    DirectiveAnswered,
    DirectiveIssued,
    DirectiveRecalled,
    DirectiveSentBack,
    MoreTimeAsked,
    MoreTimeDecided,
)


@reacts_to(DirectiveIssued.name)
def an_office_has_a_task(delivered: Delivered) -> None:
    """The office is told."""
    tell_office(delivered, "directives.given")


@reacts_to(DirectiveAnswered.name, MoreTimeAsked.name)
def a_decision_is_asked(delivered: Delivered) -> None:
    """Whoever issued it is told."""
    tell_issuer(delivered)


@reacts_to(DirectiveAccepted.name, DirectiveSentBack.name, MoreTimeDecided.name, DirectiveRecalled.name)
def it_was_decided(delivered: Delivered) -> None:
    """The office is told."""
    tell_office(delivered, "directives.decided")
