"""What phones have delivered, what is still arriving, and the lockers of members on their phones."""

import uuid
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Min, Q, Sum

from tinhso.core.accounts.models import Account
from tinhso.kit.actors import Rights


class Heard(NamedTuple):
    """How far we heard of a phone: the highest place of an item, and when the last one came."""

    sequence: int
    at: datetime


class DeliveredQuerySet(models.QuerySet["Delivered"]):
    def from_device(self, device: UUID) -> Self:
        """All items of a phone."""
        return self.filter(device=device)

    def heard(self) -> Heard | None:
        """How far we heard; None when nothing came."""
        told = self.aggregate(sequence=Max("sequence"), at=Max("delivered_at"))
        return Heard(**told) if told["at"] else None


class Delivered(models.Model):
    """One item of a phone's outbox that was taken in.

    Written in the transaction of its effect; it names no one. The answer that the phone got lives in `core/idempotency`
    for a month, its receipt here for good: an item that comes again after a year is still the same item.

    device, sequence   as the phone says (`domain.Item`)
    sha256             of its content
    made_at            when it was made, by our clock
    route              the door it came to
    """

    device = models.UUIDField()
    uuid = models.UUIDField()
    sequence = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    route = models.CharField(max_length=300)
    receipt = models.CharField(max_length=400, default="")
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField()

    objects = DeliveredQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "uuid"], name="one_delivery_of_an_item"),  # also `from_device`
        ]


class PieceQuerySet(models.QuerySet["Piece"]):
    def of_item(self, account: int, item: UUID) -> Self:
        """The pieces of the files of an item, each file from its beginning."""
        return self.filter(account=account, item=item).order_by("sha256", "start")

    def arriving(self, places: frozenset[int] | None) -> "list[Arriving]":
        """Items of which some bytes came and the whole did not, of members who work at these places."""
        within = Account.objects.filter(posts__place__in=places or ())
        found = self if places is None else self.filter(account__in=within)
        counted = found.values("account__person__full_name", "item").annotate(
            files=Count("sha256", distinct=True), size=Sum("size"), since=Min("came_at"), last=Max("came_at")
        )
        return [
            Arriving(one["account__person__full_name"] or "", one["files"], one["size"], one["since"], one["last"])
            for one in counted.order_by("-last", "item")[:MOST_ARRIVING]
        ]


MOST_ARRIVING = 100


class Arriving(NamedTuple):
    """An item on its way: whose it is, of how many files how many bytes came, since when, when the last."""

    who: str
    files: int
    size: int
    since: datetime
    last: datetime


class Piece(models.Model):
    """Some bytes of a file that belongs to an item which is still on its way; gone when the item is taken in.

    sha256, total   of the whole file · start   where these bytes stand in it
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    item = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    total = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    came_at = models.DateTimeField()

    objects = PieceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "item", "sha256", "start"], name="one_piece_at_a_place"
            ),  # also `of_item`
        ]
        indexes = [models.Index(fields=["came_at"], name="pieces_by_age")]  # what never became whole


class LockerQuerySet(models.QuerySet["Locker"]):
    def within(self, rights: Rights) -> Self:
        """Those of oneself, and of members who work where one may take phones out of use."""
        places = rights.places("revoke_phones")
        if places is None:
            return self
        mine = Q(account__person=rights.person) if rights.person else Q(pk=None)
        return self.filter(mine | Q(account__posts__place__in=places)).distinct()

    def to_wipe(self, device: UUID) -> Self:
        """Those of a phone that were revoked and are not emptied yet."""
        return self.filter(device=device, revoked_at__isnull=False, wiped_at=None)


class Locker(models.Model):
    """The part of a phone that one member locks with a PIN. Several members may each have one on the same phone.

    public_key   P-256 point of the key that signs what leaves the phone in a file; the key itself never leaves it
    revoked_at   since when nothing from it is believed: what still comes waits for a person
    """

    uuid = models.UUIDField(unique=True)
    device = models.UUIDField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="lockers")
    phone = models.CharField(max_length=80, default="", blank=True)
    public_key = models.BinaryField(max_length=65)
    opened_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)

    objects = LockerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wiped_at=None) | Q(revoked_at__isnull=False), name="locker_wiped_is_revoked"
            ),
        ]
        indexes = [models.Index(fields=["device"], name="lockers_of_a_phone")]  # every sending, every question


class HeldQuerySet(models.QuerySet["Held"]):
    def waiting(self, rights: Rights) -> Self:
        """What waits for a person, of lockers within the asker's reach."""
        lockers = Locker.objects.within(rights)
        return self.filter(decided_at=None, locker__in=lockers).select_related("locker__account__person").order_by("id")


class Held(models.Model):
    """A sealed outbox that came from a revoked locker: nobody has opened it; a person decides.

    sha256   of the file: the same file twice is one row
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    locker = models.ForeignKey(Locker, models.PROTECT, related_name="held")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    came_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    taken = models.BooleanField(null=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, taken=None) | Q(decided_at__isnull=False, taken__isnull=False),
                name="held_decided_how",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(decided_at=None), name="held_waiting")]  # the list
