"""Locking people before a change."""

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.models import Person
from tinhso.kit.refusals import Refusal


class PersonGone(Refusal):
    """The person was merged into another, or forgotten, since the page was opened."""

    sentence = _("This person is no longer in the register on their own. Search for them again.")


class PersonDead(Refusal):
    """Nothing of the living can be done for someone who died."""

    sentence = _("The register says that this person has died. If that is wrong, ask the registrar to correct it.")


def locked(person: Person, *, living: bool = False) -> Person:
    """The person as they are now, locked until the transaction ends. Raises PersonGone or PersonDead."""
    now = Person.objects.select_for_update().get(pk=person.pk)
    if now.merged_into_id or now.forgotten_at:
        raise PersonGone
    if living and now.dead:
        raise PersonDead
    return now
