"""A meeting that gave tasks."""

import uuid
from typing import Self

from django.db import models

from tinhso.core.organisations.models import Organisation
from tinhso.kit.actors import Rights
from tinhso.operations.directives.apps import SEE
from tinhso.operations.directives.models.reach import at_office


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def reached(self, rights: Rights) -> Self:
        """Those of the asker's own office, and of those below it."""
        return self.filter(at_office(rights, SEE, "office"))

    def newest_first(self, after: int | None) -> Self:
        """The last that was entered first; those after the end of a page."""
        return (self if after is None else self.filter(pk__lt=after)).select_related("office").order_by("-pk")


class Meeting(models.Model):
    """A meeting whose conclusion gives tasks to offices.

    office    whose meeting it was: it issues the directives
    minutes   uuid of the paper of the conclusion
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    minutes = models.UUIDField(null=True)
    entered_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()
