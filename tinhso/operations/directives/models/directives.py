"""A directive: who wants what of which office until when, which number shall move. State and clock are its case's."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Account, Post
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import late_at, place_of
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text
from tinhso.operations.directives.apps import ANSWER, ISSUE, SEE
from tinhso.operations.directives.domain.words import STATES, WITH_THE_ISSUER, WITH_THE_OFFICE, Better
from tinhso.operations.directives.models.meetings import Meeting
from tinhso.operations.directives.models.reach import at_office

LEAD, ISSUER = "case__agency", "issuer"


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Who may see which, whose turn it is, in pages."""

    def for_page(self) -> Self:
        return self.select_related(
            "case__definition", "case__agency__place", "case__place", "issuer__place", "issued_post", "place__parent",
            "meeting", "parent__case",
        )  # fmt: skip

    def running(self) -> Self:
        return self.filter(case__ended_at=None)

    def reached(self, rights: Rights) -> Self:
        """Those that the asker's offices issued, lead or co-ordinate."""
        helping = Directive.objects.filter(at_office(rights, SEE, "coordinating")).values("pk")
        return self.filter(at_office(rights, SEE, LEAD) | at_office(rights, SEE, ISSUER) | Q(pk__in=helping))

    def to_do(self, rights: Rights) -> Self:
        """Those on which the asker's side must do the next step: answer, or decide."""
        answer = Q(case__state__in=WITH_THE_OFFICE) & at_office(rights, ANSWER, LEAD)
        return self.filter(answer | (Q(case__state__in=WITH_THE_ISSUER) & at_office(rights, ISSUE, ISSUER)))

    def issued_by(self, rights: Rights) -> Self:
        """Those of the asker's own offices."""
        return self.filter(at_office(rights, ISSUE, ISSUER))

    def late(self, at: datetime) -> Self:
        """Those of which `case.is_late` holds."""
        return self.filter(case__in=Case.objects.filter(late_at(at), system="directives").values("pk"))

    def by_due(self, after: str) -> Self:
        """The one that is due first comes first; those after a cursor of `cases`."""
        due, last = place_of(after) or (None, None)
        later = Q() if due is None else Q(case__due_at__gt=due) | Q(case__due_at=due, case__gt=last)
        return self.filter(later).order_by("case__due_at", "case")


class Directive(models.Model):
    """One directive.

    issuer        the office that issues it; `issued_by` and `issued_post` say who did it there
    coordinating  offices that help the leading one, which is the agency of the case
    evidence      what shall show that it was done; empty: nothing but the answer
    parent        the directive of which this is a part that was passed on
    alert         uuid of the alert from which it came
    indicator     code of the number it shall move, at `place`, to `target` (shares in per cent); empty: none
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="directive")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="directives_issued")
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    coordinating = models.ManyToManyField(Organisation, related_name="directives_coordinated")
    content = models.TextField()
    evidence = models.CharField(max_length=400, default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="directives")
    alert = models.UUIDField(null=True)
    indicator = models.CharField(max_length=100, default="", blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="directives")
    better = models.CharField(max_length=4, default="", blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator="") | Q(place__isnull=False, better__in=[one.value for one in Better]),
                name="directive_says_where_and_which_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "issued_at"], condition=~Q(indicator=""), name="directives_on_an_indicator"
            )  # which sister places had one
        ]

    @property
    def ref(self) -> str:
        return self.case.ref

    @property
    def title(self) -> str:
        return self.case.title

    @property
    def state(self) -> tuple[Text, str, str]:
        """Its word, icon and tone."""
        return STATES[self.case.state]
