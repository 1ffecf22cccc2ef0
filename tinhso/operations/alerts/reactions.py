"""What alerts do when a directive is issued because of one, or recalled: they say who has it."""

from datetime import datetime
from uuid import UUID

from tinhso.core.organisations.models import Organisation
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.taking import give_out, take_back


@reacts_to("directives.DirectiveIssued")
def an_office_has_it(delivered: Delivered) -> None:
    """The office that shall do something about it has the alert. A part of a directive changes nothing of that."""
    told = delivered.data
    if told["alert"] is None or told["parent"] is not None:
        return
    give_out(
        UUID(str(told["alert"])), directive=UUID(delivered.about),
        office=Organisation.objects.get(pk=int(told["receiver"])),
        due_at=datetime.fromisoformat(str(told["deadline"])), by=Actor.system(), at=delivered.at,
    )  # fmt: skip


@reacts_to("directives.DirectiveRecalled")
def nobody_has_it(delivered: Delivered) -> None:
    """What was given out and recalled wants somebody again."""
    take_back(UUID(delivered.about), at=delivered.at)
