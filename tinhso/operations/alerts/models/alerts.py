"""Alerts, and where nobody is told of them for a while."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.operations.alerts.domain.judging import Flame
from tinhso.operations.alerts.domain.words import Doubt, Ending, State
from tinhso.operations.alerts.models.rules import Rule, RuleVersion


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions about alerts."""

    def standing(self) -> Self:
        """Pending and firing."""
        return self.exclude(state=State.ENDED)

    def firing(self) -> Self:
        return self.filter(state=State.FIRING)

    def loud(self) -> Self:
        """Firing, and not told of already by an alert above or of another rule."""
        return self.firing().filter(inhibited_by=None)

    def ended(self) -> Self:
        return self.filter(state=State.ENDED)

    def seen_by(self, rights: Rights, permission: str) -> Self:
        places = rights.places(permission)
        return self if places is None else self.filter(place__in=places)

    def for_list(self) -> Self:
        return self.select_related("rule", "version", "place", "given_to", "acknowledged_post__organisation")

    def newest(self, moment: str) -> Self:
        return self.order_by(F(moment).desc(), "-pk")

    def worst_first(self) -> Self:
        """Urgent ones, then what nobody has, then the oldest."""
        return self.order_by(
            F("version__document__urgent").desc(),
            F("given_to").asc(nulls_first=True), F("acknowledged_at").asc(nulls_first=True), "fired_at", "pk",
        )  # fmt: skip

    def before(self, moment: str, end: tuple[datetime, int] | None) -> Self:
        """Those after the end of a page of `newest`."""
        if end is None:
            return self
        at, pk = end
        return self.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk}))


class Alert(models.Model):
    """A number of a place that wants somebody: one a rule and place at a time.

    since          bad since; fired_at, good_since, ended_at: as the states go on (`domain.judging`)
    value, doubt   what was last read; a value of None is unknown, `doubt` says why
    inhibited_by   the alert that says the same or more, so that this one is not told of
    told_at        when whoever is on duty was told; None while it waits for the morning, or is kept silent
    given_to, due_at   who has it by a directive, and until when
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="alerts")
    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    since = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    good_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=15, default="", blank=True)
    value = models.FloatField(null=True)
    doubt = models.CharField(max_length=20, default="", blank=True)
    looked_at = models.DateTimeField()
    inhibited_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    acknowledged_post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    directive = models.UUIDField(null=True)
    given_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "place"], condition=~Q(state="ended"), name="one_alert_a_rule_and_place"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State])
                & Q(ended_why__in=["", *(one.value for one in Ending)])
                & Q(doubt__in=["", *(one.value for one in Doubt)]),
                name="alert_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", fired_at=None) | Q(state__in=["firing", "ended"], fired_at__isnull=False),
                name="what_burns_has_fired",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_why="")
                | ~Q(state="ended") & Q(ended_at=None, ended_why=""),
                name="alert_ends_with_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-fired_at", "-id"], name="alerts_that_stand"),  # firing, newest
            models.Index(fields=["-ended_at", "-id"], name="alerts_that_ended"),  # ended, newest
            models.Index(fields=["rule", "place", "fired_at"], name="alerts_of_a_rule"),  # flapping, its past
        ]

    @property
    def flame(self) -> Flame:
        return Flame(State(self.state), self.since, self.fired_at, self.good_since)

    @property
    def is_taken(self) -> bool:
        """Whether somebody has it."""
        return self.given_to_id is not None or self.acknowledged_at is not None


class SilenceQuerySet(models.QuerySet["Silence"]):
    """Questions about silences."""

    def holding(self, at: datetime) -> Self:
        return self.filter(begins_at__lte=at, until__gt=at, lifted_at=None)

    def over(self, rule: Rule, place: Place) -> Self:
        """Those that keep the alert of a rule at a place silent."""
        return self.filter(Q(place=None) | Q(place__in=[place.pk, *place.ancestors]), rule=rule)


class Silence(models.Model):
    """Nobody is told of a rule's alerts at a place and below it (None: anywhere) for a while, and why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="silenced")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    begins_at = models.DateTimeField()
    until = models.DateTimeField()
    silenced_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("begins_at")), name="silence_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="silence_says_why"),
        ]
        indexes = [models.Index(fields=["rule", "until"], name="silences_of_a_rule")]  # holding, over
