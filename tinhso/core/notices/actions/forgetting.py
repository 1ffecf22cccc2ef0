"""What happens to messages when their person is forgotten or merged into another row."""

from uuid import UUID

from tinhso.core.accounts.actions import left_to_read
from tinhso.core.notices.actions.reading import own_rows
from tinhso.core.notices.models import Choice, Contact, Notice, Proof


def forget_person(person: UUID) -> None:
    """Nothing that was told to someone stays, nor where or how they wanted to be told."""
    for person_ in own_rows(person) or [person]:
        Notice.objects.filter(person=person_).delete()
        Choice.objects.filter(person=person_).delete()
        Contact.objects.filter(person=person_).delete()
        Proof.objects.filter(person=person_).delete()


def follow_person(stays: UUID) -> None:
    """Two rows were one person: their addresses and choices are those of the row that stays, unless it has its own."""
    mine = own_rows(stays)
    for gone in mine[1:]:
        chosen = Choice.objects.filter(person=stays).values("kind")
        Choice.objects.filter(person=gone).exclude(kind__in=chosen).update(person=stays)
        known = {(one.channel, one.print) for one in Contact.objects.filter(person=stays)}
        for contact in Contact.objects.filter(person=gone):
            if (contact.channel, contact.print) not in known:
                contact.person = stays
                contact.save(update_fields=["person"])
    left_to_read(mine, Notice.objects.filter(person__in=mine).unread().count())
