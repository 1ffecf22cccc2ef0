"""At a node: whose it is, what it took in, and the files of that."""

from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.nodes.domain.chain import START, Link
from tinhso.core.nodes.domain.items import State, own_range


class HomeQuerySet(models.QuerySet["Home"]):
    def joined(self) -> "Home | None":
        """What this installation knows of itself as a node; None: it is none, or has not joined."""
        return self.order_by("-pk").first()


class Home(models.Model):
    """This node, since it joined a province.

    number       of its range of numbers
    sign_key, box_key   the province's public keys (hexadecimal), compared by people once
    confirmed    up to which place the province has heard us
    heard        the last letter of the province that we have read
    tried_at, contact_at   when we last tried to reach it, and last heard it; silent_since: None while it answers
    halted       why nothing is taken in any more: `revoked`, `forked`, `old_copy`; empty: all is well
    """

    uuid = models.UUIDField(unique=True, editable=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    sign_key = models.CharField(max_length=64)
    box_key = models.CharField(max_length=64)
    confirmed = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    contact_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    halted = models.CharField(max_length=10, default="")

    objects = HomeQuerySet.as_manager()

    @property
    def key(self) -> bytes:
        """The four bytes that name it in the seeds of its slips."""
        return self.number.to_bytes(4)

    @property
    def numbers(self) -> range:
        return own_range(self.number)


class TakenQuerySet(models.QuerySet["Taken"]):
    def last_link(self) -> Link:
        """The end of the chain."""
        last = self.filter(sequence__gt=0).order_by("-sequence").values_list("sequence", "item", "hash").first()
        return Link(last[0], last[1], bytes(last[2])) if last else Link(0, "", START)

    def hash_at(self, sequence: int) -> bytes:
        """The hash at a place of the chain."""
        return bytes(self.values_list("hash", flat=True).get(sequence=sequence)) if sequence else START

    def waiting(self) -> Self:
        """What the province has not answered, in order."""
        return self.filter(state=State.WAITING).order_by("sequence")

    def for_a_person(self) -> Self:
        """What came back and nobody has put away."""
        return self.filter(state__in=(State.REFUSED, State.PARKED), put_away=False).order_by("sequence")


class Taken(models.Model):
    """A form that this node took in: a link of its chain, and what became of it.

    sequence  its place; below zero: of a life that is over, before the node began anew
    item      the text that goes up (`domain.items.Item`); emptied when the province has accepted it
    receipt   the node's own; province_receipt: the province's, which ends our care
    ref       what we promised; new_ref: what it is called at the province, where that differs
    seed      what its slip is made of
    reasons   why it came back
    standing  how the matter stands at the province: words by language, office, due time
    put_away  somebody has seen to what came back
    """

    sequence = models.IntegerField(unique=True)
    device = models.UUIDField()
    uuid = models.UUIDField()
    hash = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    item = models.TextField()
    ref = models.CharField(max_length=60)
    seed = models.UUIDField(null=True)
    receipt = models.CharField(max_length=400)
    taken_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    answered_at = models.DateTimeField(null=True)
    province_receipt = models.CharField(max_length=400, default="")
    new_ref = models.CharField(max_length=60, default="")
    code = models.CharField(max_length=120, default="")
    url = models.CharField(max_length=300, default="")
    reasons = models.JSONField(default=list)
    standing = models.JSONField(default=dict)
    put_away = models.BooleanField(default=False)

    objects = TakenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "uuid"], condition=~Q(state=State.REFUSED), name="taken_once_unless_refused"
            ),
        ]
        indexes = [
            models.Index(fields=["sequence"], condition=Q(state=State.WAITING), name="taken_and_waiting"),  # to send
            models.Index(fields=["ref"], name="taken_by_ref"),  # a slip
        ]


class Blob(models.Model):
    """The bytes of a file of what waits, once for however many forms; gone when the province has them."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
