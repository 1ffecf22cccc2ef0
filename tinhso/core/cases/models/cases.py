"""A case: one matter on its way, with a state, an owner, a clock and a next step."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.definition import Blueprint, Span, StateRule, Unit
from tinhso.core.cases.models.definitions import Definition
from tinhso.core.cases.models.questions import CaseQuerySet
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place

OPEN = Q(ended_at__isnull=True)


class Case(models.Model):
    """One matter, running by the version of the definition it began with.

    ref          what people say and write; the system that opens it makes it
    role         whose turn it is within `agency` and `place`; empty: the applicant's, or nobody's
    owner        who answers for it; while it waits for the applicant, the officer who will go on
    former       the owner before this one: the case comes back to them after the head's turn
    received_at  when the clock of the term started; None: not yet
    due_at       when the whole is due: by the clock, or by the term counted from its opening until the clock starts
    entered_at, step_due_at   since when it is in its state, until when it should leave it
    stopped_at   since when the clock stands; None: it runs
    finished_at  when the clock ended: the result was ready; late is judged by it
    escalated, escalate_at    how many steps of the definition's escalation were done; when the next one is due
    waits_for    how many other offices still have to answer (open child cases)
    version      grows with every change: who acts on what they saw says which one that was
    slip_seed    what its slips are made of; None: its own uuid
    slip_turn    grows when a slip was lost: the old secret is void
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=40, unique=True)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="cases", db_index=False)
    system = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    applicant = models.ForeignKey(
        Person, models.PROTECT, to_field="uuid", null=True, related_name="cases", db_index=False
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="cases", db_index=False)
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", db_index=False)
    role = models.CharField(max_length=20, default="", blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, related_name="cases", db_index=False)
    former = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    step_due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, default="", blank=True)
    term_unit = models.CharField(max_length=13, choices=[(unit.value, unit.value) for unit in Unit])
    term_value = models.DecimalField(max_digits=6, decimal_places=1)
    extended = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    extensions = models.PositiveSmallIntegerField(default=0)
    supplements = models.PositiveSmallIntegerField(default=0)
    escalated = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True)
    waits_for = models.PositiveSmallIntegerField(default=0)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    slip_seed = models.UUIDField(null=True, editable=False)
    slip_turn = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(term_unit__in=[unit.value for unit in Unit]), name="case_term_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(finished_at__isnull=False), name="case_ended_is_finished"
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(due_at__gte=F("received_at")),
                name="case_due_after_received",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at", "id"], condition=OPEN, name="cases_of_an_owner"),  # the inbox
            models.Index(
                fields=["agency", "role", "due_at", "id"], condition=OPEN, name="cases_of_an_agency"
            ),  # the board, the pool
            models.Index(
                fields=["applicant", "-opened_at"], condition=Q(applicant__isnull=False), name="cases_of_an_applicant"
            ),  # my cases
            models.Index(fields=["place"], condition=OPEN, name="cases_of_a_place"),  # a place reorganised, a holiday
            models.Index(fields=["definition"], condition=OPEN, name="cases_of_a_definition"),  # who runs on a version
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="cases_below_a_case"),
            models.Index(
                fields=["escalate_at"],
                condition=OPEN & Q(escalate_at__isnull=False, stopped_at__isnull=True),
                name="cases_to_escalate",
            ),  # the job of reminders
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def blueprint(self) -> Blueprint:
        return self.definition.blueprint

    @property
    def rule(self) -> StateRule:
        """What its definition says of the state it is in."""
        return self.definition.blueprint.states[self.state]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    def is_to_escalate(self, at: datetime) -> bool:
        """Whether a step of its escalation is due: `CaseQuerySet.to_escalate` asks the same."""
        return (
            self.ended_at is None
            and self.stopped_at is None
            and self.escalate_at is not None
            and self.escalate_at <= at
        )

    @property
    def term(self) -> Span:
        return Span(Unit(self.term_unit), self.term_value)

    def is_late(self, at: datetime) -> bool:
        """The one answer to "late?": the clock's own time (stopped, finished, or now) has passed the end of the term.

        `CaseQuerySet.late` asks the same of the table; a test holds one against the other.
        """
        return (self.stopped_at or self.finished_at or at) > self.due_at
