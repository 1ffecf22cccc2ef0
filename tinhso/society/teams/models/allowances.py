"""Allowances: the rules, the monthly sheets of communes, and what was approved, which the database keeps for ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from tinhso.core.places.models import Place
from tinhso.kit.guards import Guard
from tinhso.society.teams.domain.allowances import Due, Per, Rule, Worked, month_before, names
from tinhso.society.teams.domain.words import ActivityKind, ActivityState, Position
from tinhso.society.teams.models.activities import Activity
from tinhso.society.teams.models.teams import Member

PAID_ONCE = Guard("teams_paid", "an approved allowance is never changed: the next sheet puts it right")
MONTHS_BACK = 3
"""So many earlier months are looked at again: what came late is paid with the next sheet."""


class AllowanceRuleQuerySet(models.QuerySet["AllowanceRule"]):
    """Questions about rules."""

    def touching(self, month: date) -> Self:
        """Those that hold on a day of the month."""
        return self.filter(Q(until=None) | Q(until__gt=month), begins__lt=month_before(month, -1))


class AllowanceRule(models.Model):
    """Who is paid what for what, from a day on. Never changed: another amount is another row from its day on."""

    code = models.CharField(max_length=40)
    titles = models.JSONField(default=dict)
    per = models.CharField(max_length=10)
    position = models.CharField(max_length=8, default="", blank=True)
    activity = models.CharField(max_length=10, default="", blank=True)
    amount = models.PositiveIntegerField()
    most = models.PositiveSmallIntegerField(default=0)
    begins = models.DateField()
    until = models.DateField(null=True)
    made_at = models.DateTimeField()

    objects = AllowanceRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "begins"], name="allowance_rule_begins_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("begins")), name="allowance_rule_lasts"),
            models.CheckConstraint(condition=Q(per__in=[one.value for one in Per]), name="allowance_rule_per_known"),
        ]

    @property
    def title(self) -> str:
        return names(self.titles, self.code, get_language() or "vi")

    @property
    def rule(self) -> Rule:
        """As the domain reckons with it."""
        return Rule(
            code=self.code, per=Per(self.per), amount=self.amount, begins=self.begins, until=self.until, most=self.most,
            position=Position(self.position) if self.position else None,
            activity=ActivityKind(self.activity) if self.activity else None,
        )  # fmt: skip


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Questions about sheets."""

    def within(self, places: frozenset[int] | None) -> Self:
        return self if places is None else self.filter(place__in=places)


class Sheet(models.Model):
    """What the members of a commune are due for a month: submitted by one person, approved by another.

    lines   the dues as they were submitted: member, month, rule, times, amount
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    lines = models.JSONField(default=list)
    total = models.BigIntegerField(default=0)
    note = models.CharField(max_length=300, default="", blank=True)
    submitted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "month"], name="one_sheet_a_month"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")), name="sheet_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False) | ~Q(state="approved"),
                name="sheet_approved_at_some_time",
            ),
        ]

    @property
    def dues(self) -> list[Due]:
        return [Due(member, date.fromisoformat(month), *rest) for member, month, *rest in self.lines]


class Paid(models.Model):
    """One approved line. Written once: triggers of both databases refuse to change or remove it."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="paid")
    member = models.ForeignKey(Member, models.PROTECT, related_name="paid")
    month = models.DateField()
    rule = models.CharField(max_length=40)
    times = models.IntegerField()
    amount = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "member", "month", "rule"], name="paid_once_a_sheet"),
        ]


def worked_in(commune: Place, month: date) -> list[Worked]:
    """Every member of a commune's teams in a month, with what they took part in. Two queries."""
    end, here = month_before(month, -1), Q(team__place__path__startswith=commune.path)
    there = Member.objects.filter(here, joined_at__date__lt=end)
    members = there.filter(Q(left_at=None) | Q(left_at__date__gte=month)).order_by("pk")
    done: dict[int, list[tuple[ActivityKind, date]]] = {}
    activities = Activity.objects.filter(here, state=ActivityState.DONE, on__gte=month, on__lt=end)
    for member, kind, on in activities.order_by("on", "pk").values_list("members", "kind", "on"):
        done.setdefault(member, []).append((ActivityKind(kind), on))
    return [
        Worked(member=pk, position=Position(position), done=done.get(pk, ()))
        for pk, position in members.values_list("pk", "position")
    ]


def paid_for(commune: Place, months: Iterable[date]) -> list[Due]:
    """What was approved for some months, by whatever sheet."""
    rows = Paid.objects.filter(month__in=list(months), sheet__place=commune)
    return [Due(*row) for row in rows.values_list("member", "month", "rule", "times", "amount")]
