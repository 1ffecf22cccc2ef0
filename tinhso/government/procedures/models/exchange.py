"""What goes to the national portal, what comes from it, and where the two do not agree.

Nothing here repeats what a dossier says: messages are written when they are sent and read again when they are needed.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tinhso.core.accounts.models import Account
from tinhso.core.organisations.models import Organisation
from tinhso.government.procedures.domain.portal import STATUS_WORDS, Kind, Status
from tinhso.government.procedures.models.dossiers import Dossier
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text

NATIONAL = "national"
STATUSES = [int(status) for status in Status]


class Line(models.Model):
    """How the line to the portal is. While it fails nobody calls before `next_call`: the circuit breaker's memory,
    shared by all workers.

    searched_until   up to when new dossiers were asked for
    """

    name = models.CharField(max_length=20, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_call = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, default="", blank=True)
    searched_until = models.DateTimeField(null=True)

    @classmethod
    def national(cls) -> Line:
        """The line, as it was before anyone called when nobody did."""
        return cls.objects.get_or_create(name=NATIONAL)[0]

    @property
    def is_failing(self) -> bool:
        return self.failing_since is not None

    def may_be_called(self, at: datetime) -> bool:
        return self.next_call is None or self.next_call <= at


class OutgoingState(models.TextChoices):
    """waiting: to be sent; answered: the portal has it; refused: it said no; left: a person decided not to send it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"
    LEFT = "left"


_UNFINISHED = (OutgoingState.WAITING, OutgoingState.REFUSED)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, at: datetime) -> Self:
        """What may be sent now: nothing of a dossier before what happened to it earlier."""
        earlier = Outgoing.objects.filter(
            Q(order__lt=OuterRef("order")) | Q(order=OuterRef("order"), id__lt=OuterRef("id")),
            dossier=OuterRef("dossier"),
            state__in=_UNFINISHED,
        )
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        waiting = self.filter(free, state=OutgoingState.WAITING, next_try__lte=at)
        return waiting.exclude(Exists(earlier)).order_by("next_try", "id")

    def waiting(self) -> Self:
        return self.filter(state=OutgoingState.WAITING).order_by("moment", "id")

    def refused(self) -> Self:
        return self.filter(state=OutgoingState.REFUSED).order_by("moment", "id")

    def unfinished(self) -> Self:
        return self.filter(state__in=_UNFINISHED)

    def seen_by(self, rights: Rights, permission: str) -> Self:
        """Those of dossiers of the offices where the asker has this right."""
        agencies = rights.agencies(permission)
        if agencies is None:
            return self
        return self.filter(dossier__in=Dossier.objects.filter(case__agency__in=agencies).values("uuid"))


class Outgoing(models.Model):
    """One change of a dossier that the portal is to learn, kept in the order in which they happened.

    entry        number of the log entry that told of it, so that being told twice makes one row; None: sent again
    order        the same number; what is sent again stands where the last change stands
    status, moment   what the portal counts it as, and when it happened: with the code, what makes a step one step
    step         the state that was reached, by which the message finds its words
    unsure       a call was begun and no answer to it was read: look it up before saying it again
    claimed_until    a worker is at it until then
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.UUIDField()
    code = models.CharField(max_length=60)
    entry = models.BigIntegerField(null=True)
    order = models.BigIntegerField()
    status = models.PositiveSmallIntegerField()
    moment = models.DateTimeField()
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    unsure = models.BooleanField(default=False)
    claimed_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], name="outgoing_once_per_entry"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="outgoing_status_known"),
            models.CheckConstraint(condition=Q(state__in=OutgoingState.values), name="outgoing_state_known"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="outgoing_answered_when"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try", "id"], name="outgoing_to_send", condition=Q(state="waiting")),  # due()
            models.Index(fields=["dossier", "order", "id"], name="outgoing_of_dossier"),  # what came earlier
            models.Index(fields=["code"], name="outgoing_of_code"),  # both sides compared
            models.Index(fields=["moment", "id"], name="outgoing_refused", condition=Q(state="refused")),  # the page
        ]

    @property
    def status_said(self) -> Text:
        return STATUS_WORDS[Status(self.status)]


class IncomingState(models.TextChoices):
    """waiting: to be taken in; taken: a dossier here; refused: it could not be; left: not ours to take any more."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
    LEFT = "left"


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def due(self, at: datetime) -> Self:
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, state=IncomingState.WAITING, next_try__lte=at).order_by("next_try", "id")

    def waiting(self) -> Self:
        return self.filter(state=IncomingState.WAITING).order_by("seen_at", "id")

    def refused(self) -> Self:
        return self.filter(state=IncomingState.REFUSED).order_by("seen_at", "id")

    def seen_by(self, rights: Rights, permission: str) -> Self:
        """Those that were filed with the asker's offices; who has the right everywhere sees those of nobody too."""
        agencies = rights.agencies(permission)
        return self if agencies is None else self.filter(agency__in=agencies)


class Incoming(models.Model):
    """A dossier that someone filed on the portal. Its code there is unique here: it becomes one dossier, once.

    agency   the office that its code names; None when no office bears that identifier
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=60, default="", blank=True)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=IncomingState.choices, default=IncomingState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    dossier = models.UUIDField(null=True, unique=True)
    taken_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=600, default="", blank=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IncomingState.values), name="incoming_state_known"),
            models.CheckConstraint(
                condition=Q(state="taken", dossier__isnull=False, taken_at__isnull=False)
                | ~Q(state="taken") & Q(dossier=None),
                name="incoming_taken_is_a_dossier",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try", "id"], name="incoming_to_take", condition=Q(state="waiting")),  # due()
            models.Index(fields=["seen_at", "id"], name="incoming_refused", condition=Q(state="refused")),  # the page
        ]


class Reconciliation(models.Model):
    """One comparison of both sides over some days. One that was broken off has no end and says why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    since = models.DateTimeField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    compared = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="reconciliation_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["-began_at"], name="reconciliation_last")]  # the page, and whether one is due


class Settled(models.TextChoices):
    """How a disagreement ended.

    again: ours was sent again; taken: theirs was taken in; theirs: ours followed theirs; noted: a person looked at it
    and it may stay; gone: the next comparison did not find it any more
    """

    AGAIN = "again"
    TAKEN = "taken"
    THEIRS = "theirs"
    NOTED = "noted"
    GONE = "gone"


class DisagreementQuerySet(models.QuerySet["Disagreement"]):
    def open(self) -> Self:
        return self.filter(settled_at=None).order_by("first_seen_at", "id")

    def seen_by(self, rights: Rights, permission: str) -> Self:
        """Those of the asker's offices; who has the right everywhere sees those of nobody too."""
        agencies = rights.agencies(permission)
        return self if agencies is None else self.filter(agency__in=agencies)


class Disagreement(models.Model):
    """That both sides hold different things of one dossier, until someone or the next comparison settles it.

    ours, theirs   numbers of statuses, or moments as the portal writes them, by `kind`
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="disagreements")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in Kind])
    dossier = models.UUIDField(null=True)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    ours = models.CharField(max_length=20, default="", blank=True)
    theirs = models.CharField(max_length=20, default="", blank=True)
    first_seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    settled_how = models.CharField(max_length=10, choices=Settled.choices, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind"], condition=Q(settled_at=None), name="disagreement_open_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="disagreement_kind_known"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_how="") | Q(settled_at__isnull=False) & ~Q(settled_how=""),
                name="disagreement_settled_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["first_seen_at", "id"], name="disagreement_open", condition=Q(settled_at=None)),
        ]  # the page
