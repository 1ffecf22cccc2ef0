"""At the province: its nodes, what came from each, and what each is to be told."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tinhso.core.cases.models import Case
from tinhso.core.nodes.domain.chain import START
from tinhso.core.nodes.domain.items import State, own_range
from tinhso.core.places.models import Place

SILENT = timedelta(hours=2)


class NodeState(models.TextChoices):
    """Whether what a node sends is taken."""

    ACTIVE = "active"
    FORKED = "forked"
    REVOKED = "revoked"


class NodeQuerySet(models.QuerySet["Node"]):
    def with_counts(self) -> Self:
        """With how many items came back and how many were parked."""
        arrived = Arrived.objects.filter(node=OuterRef("pk")).order_by().values("node")
        counts = {
            state: Coalesce(Subquery(arrived.filter(state=state).values(many=Count("pk"))), 0)
            for state in (State.REFUSED.value, State.PARKED.value)
        }
        return self.annotate(**counts)


class Node(models.Model):
    """A small computer in a commune house that takes in for us.

    number      of its range of numbers; given once, never again
    sign_key, box_key, receipt_key   its public keys (hexadecimal)
    position, head   how far we have heard it, and the hash there
    letters, heard   the last letter we wrote to it, and the last it says it has read
    carried     of each table that it has rows of, the digest of what it was told
    contact_at  when we last heard it; waiting: how many items it then said to have; ahead: seconds its clock was ahead
    stuck       how often the next item made us stumble
    """

    uuid = models.UUIDField(unique=True, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    sign_key = models.CharField(max_length=64, unique=True)
    box_key = models.CharField(max_length=64)
    receipt_key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=NodeState.choices, default=NodeState.ACTIVE)
    position = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=START)
    letters = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    carried = models.JSONField(default=dict)
    contact_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    ahead = models.IntegerField(default=0)
    stuck = models.PositiveSmallIntegerField(default=0)
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(heard__lte=F("letters")), name="node_heard_what_was_written"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> bytes:
        """The four bytes that name it in the seeds of its slips."""
        return self.number.to_bytes(4)

    @property
    def numbers(self) -> range:
        return own_range(self.number)

    def is_silent(self, at: datetime) -> bool:
        """Whether nothing was heard of it for two hours."""
        return self.contact_at is not None and at - self.contact_at > SILENT

    @property
    def is_active(self) -> bool:
        return self.state == NodeState.ACTIVE


class ArrivedQuerySet(models.QuerySet["Arrived"]):
    def with_news(self) -> Self:
        """What was accepted and has changed since its node was last told of it, until it is at its end."""
        changed_at = Subquery(Case.objects.filter(ref=OuterRef("ref")).values("changed_at")[:1])
        followed = self.filter(state=State.ACCEPTED, ended=False).exclude(ref="").annotate(changed_at=changed_at)
        return followed.filter(Q(told_at=None) | ~Q(told_at=F("changed_at")), changed_at__isnull=False)


class Arrived(models.Model):
    """An item of a node that was brought in. It says nothing of the content: that went where it belongs.

    promised   the number that the node gave; `ref` is what it became
    told_at    the last change of its case that the node was told of
    content    only of a parked item: what made us stumble, as it came
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="arrived", db_index=False)
    sequence = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)
    uuid = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    ref = models.CharField(max_length=60, default="")
    promised = models.CharField(max_length=60, default="")
    taken_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended = models.BooleanField(default=False)
    content = models.TextField(default="")

    objects = ArrivedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "sequence"], name="one_item_in_a_place")]
        indexes = [
            models.Index(
                fields=["node", "ref"], condition=Q(state=State.ACCEPTED, ended=False), name="arrived_and_followed"
            ),  # standings to tell
            models.Index(fields=["node", "promised"], name="arrived_by_promise"),  # a receipt is checked
        ]


class Letter(models.Model):
    """Something a node is to be told, in order; thrown away when it says that it has read it.

    kind     `outcome`, `standing` or `table`
    content  of an outcome or a standing; of a table only its label, the rows are read when it is sent
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="mail", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "number"], name="one_letter_of_a_number")]


class CarriedTable(models.Model):
    """A table of which every node has rows (`System.at_nodes`), as it was last looked at; rows as compressed JSON."""

    label = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    rows = models.BinaryField()
    looked_at = models.DateTimeField()
