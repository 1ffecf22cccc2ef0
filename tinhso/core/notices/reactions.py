"""What messages do when people change."""

from uuid import UUID

from tinhso.core.notices.actions import follow_person, forget_person
from tinhso.events.reactions import Delivered, reacts_to


@reacts_to("people.PersonForgotten")
def forget_what_was_told(delivered: Delivered) -> None:
    """Who is forgotten leaves no message, choice or address behind."""
    forget_person(UUID(delivered.about))


@reacts_to("people.PeopleMerged")
def messages_follow(delivered: Delivered) -> None:
    """Two rows were one person: what they chose and gave holds for the one that stays."""
    follow_person(UUID(delivered.about))
