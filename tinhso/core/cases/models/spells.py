"""The stops of a case's clock, and what people wrote beside a case."""

import uuid

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.clock import Segment, SpellKind
from tinhso.core.cases.models.cases import Case
from tinhso.core.organisations.models import Organisation


class Spell(models.Model):
    """A span in which the clock of a case stood; outside of them it runs, from reception on. `until` None: still."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="spells", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="spell_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="spell_one_open"),
        ]
        indexes = [models.Index(fields=["case", "since"], name="spells_of_a_case")]  # the clock of a case

    @property
    def segment(self) -> Segment:
        return Segment(SpellKind.STOPPED, self.since, self.until)


class Transfer(models.Model):
    """A case went from one office to another with a reason. It can be taken back or sent back until someone acts.

    version   of the case right after it; while the case still has it, nobody has acted
    """

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over"
        RECALL = "recall"
        RETURN = "return"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=10, choices=Kind)
    left = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    came = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    owner_before = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_a_reason")]


class Remark(models.Model):
    """What someone wrote as the reason of a step: why extended, suspended, answered so. Never in the log."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    about = models.CharField(max_length=40)
    text = models.CharField(max_length=2000)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()


class Trouble(models.Model):
    """What the watchdog found: a case that nobody owns, that nobody can move on, whose owner is gone or away.

    told   the account that is asked to look (the nearest head); None: the registrars are
    """

    class Kind(models.TextChoices):
        NO_OWNER = "no_owner"
        OWNER_GONE = "owner_gone"
        OWNER_AWAY = "owner_away"
        NO_NEXT_STEP = "no_next_step"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="troubles", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    told = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(cleared_at__isnull=True), name="trouble_open_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["no_owner", "owner_gone", "owner_away", "no_next_step"]),
                name="trouble_kind_known",
            ),
        ]


class Recount(models.Model):
    """The working calendar changed: the due times of open cases are to be worked out anew, some at a time.

    place   id of the place for which it changed, with all below it; None: everywhere
    since   the changed day: cases that are due before it stay as they are; None: all are looked at
    last    id of the last case that was looked at
    """

    place = models.BigIntegerField(null=True)
    since = models.DateField(null=True)
    last = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="recounts_to_do")
        ]  # the job of every minute
