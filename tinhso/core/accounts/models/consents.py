"""What someone agreed to when a helper did one thing for them, and what it was used for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models.mandates import Mandate
from tinhso.kit.actors import Actor

SHOWN_FOR = timedelta(days=90)
"""So long a helper may read to the person what was typed for them."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions about consents."""

    def of_person(self, person: UUID) -> Self:
        """What was done for someone, newest first."""
        return self._told().filter(mandate__person__uuid=person)

    def by_helper(self, account: int, at: datetime) -> Self:
        """What a helper did for others and may still read to them, what was never read first."""
        recent = self._told().filter(mandate__account=account, mandate__used_at__gt=at - SHOWN_FOR)
        return recent.annotate(heard=Q(heard_at__isnull=False)).order_by("heard", "-mandate__used_at", "-pk")

    def told_before(self, last: Consent) -> Self:
        """What follows one on the list of a person."""
        return self.filter(Q(said_at__lt=last.said_at) | Q(said_at=last.said_at, pk__lt=last.pk))

    def done_before(self, last: Consent, *, heard: bool) -> Self:
        """What follows one on the list of a helper; `heard`: whether it stood among those that were read."""
        used = last.mandate.used_at
        earlier = Q(mandate__used_at__lt=used) | Q(mandate__used_at=used, pk__lt=last.pk)
        same = Q(heard=heard) & earlier
        return self.filter(same if heard else same | Q(heard=True))

    def readable(self, actor: Actor, at: datetime) -> Self:
        """Those that someone may read: what was done for them, and, for some time, what they did for others."""
        mine = Q(mandate__person__uuid=actor.person) if actor.person else Q(pk=None)
        done = Q(mandate__account=actor.account, mandate__used_at__gt=at - SHOWN_FOR) if actor.account else Q(pk=None)
        return self._told().filter(mine | done)

    def _told(self) -> Self:
        return self.select_related("mandate__account__person", "mandate__person").order_by("-said_at", "-pk")


class Consent(models.Model):
    """The proof behind a mandate for one task (Law 91/2025/QH15, article 9: who, when, to what words).

    task, version, words   what was agreed to: the system, the version of its words, and the words as they were told
    language               in which they were told, a code of the register of people; empty when nobody noted it
    witness                who else was there; needed where a tap on the helper's phone is all there is
    said_at                when the person agreed, by our clock
    ref, title, url        what was done: its code, what it is, and where the person sees it
    typed                  what of it the helper typed; the rest they never saw
    heard_at, right        when it was read to the person afterwards, and whether they found it right
    """

    mandate = models.OneToOneField(Mandate, models.PROTECT, related_name="consent")
    task = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    language = models.CharField(max_length=8, default="", blank=True)
    witness = models.CharField(max_length=80, default="", blank=True)
    said_at = models.DateTimeField()
    ref = models.CharField(max_length=60, default="", blank=True)
    title = models.CharField(max_length=200, default="", blank=True)
    url = models.CharField(max_length=300, default="", blank=True)
    typed = models.JSONField(default=list)
    heard_at = models.DateTimeField(null=True)
    right = models.BooleanField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(heard_at=None, right=None) | Q(heard_at__isnull=False, right__isnull=False),
                name="consent_heard_with_an_answer",
            ),
        ]
