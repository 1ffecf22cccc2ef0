"""The log's tables. Only `events`, `warehouse` and `reactions` may touch them; everyone else calls `record`."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Now

from tinhso.kit.writing import stored

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class Entries(models.QuerySet["Entry"]):
    """Questions to the log, and the one way in."""

    def about(self, kind: str, identity: str) -> Self:
        """Entries of one thing, oldest first."""
        return self.filter(about_kind=kind, about=identity).order_by("id")

    def of_person(self, person: UUID) -> Self:
        """Entries that a person made, that were made for them, or that happened to them."""
        return self.filter(Q(person=person) | Q(for_person=person) | Q(about=str(person)))

    def write(self, entry: "Entry", *, salt: bytes, data: str) -> int:
        """Write an entry, its payload and its outbox row: one round trip on PostgreSQL, plain statements on SQLite.

        The hot path of every action; `test_hand_written_rows_are_the_orms_rows` holds it to `write_by_orm`.
        Returns the entry's id.
        """
        connection = connections[self.db]
        values = _prepared(entry, connection)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_WRITE_AT_ONCE, [*values, salt, data])
                return int(cursor.fetchone()[0])
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_ENTRY, values)
            written = int(cursor.lastrowid)
            cursor.execute(_WRITE_PAYLOAD, [written, salt, data])
            cursor.execute(_WRITE_OUTBOX, [written])
        return written

    def write_by_orm(self, entry: "Entry", *, salt: bytes, data: str) -> int:
        """The same rows by the ORM: the truth that `write` is held to."""
        entry.save(using=self.db)
        Payload.objects.using(self.db).create(entry=entry, salt=salt, data=data)
        Outbox.objects.using(self.db).create(entry=entry)
        return int(entry.pk)


class Entry(models.Model):
    """One thing that happened. Written once, never changed (a trigger refuses); it carries ids, never names.

    `commitment` is SHA-256(salt ‖ payload), so that a payload can be erased while the log stays true.
    """

    at = models.DateTimeField()
    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    about_kind = models.CharField(max_length=100)
    about = models.CharField(max_length=40)
    place = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    person = models.UUIDField(null=True)
    for_person = models.UUIDField(null=True)
    mandate = models.UUIDField(null=True)
    post = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    request_id = models.CharField(max_length=40, default="")
    commitment = models.BinaryField(max_length=32)

    objects = Entries.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about", "id"], name="entry_of_a_thing"),  # history(thing)
            models.Index(fields=["name", "at"], name="entry_of_a_day"),  # the warehouse's tally, replay
        ]


class Payload(models.Model):
    """What an entry says, with the salt of its commitment. Erasing it erases the meaning, not the history."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=16)
    data = models.TextField()


class Outbox(models.Model):
    """An entry without a number yet. `written_at` is the database's clock, because an entry may tell of the past."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    written_at = models.DateTimeField(db_default=Now())


_WRITTEN = [field for field in Entry._meta.local_fields if not field.primary_key]
_WRITE_ENTRY = """
INSERT INTO events_entry (at, name, version, about_kind, about, place, account, person, for_person, mandate, post,
                          channel, request_id, commitment)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_WRITE_PAYLOAD = "INSERT INTO events_payload (entry_id, salt, data) VALUES (%s, %s, %s)"
_WRITE_OUTBOX = "INSERT INTO events_outbox (entry_id) VALUES (%s)"
_WRITE_AT_ONCE = """
WITH entry AS (
  INSERT INTO events_entry (at, name, version, about_kind, about, place, account, person, for_person, mandate, post,
                            channel, request_id, commitment)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), payload AS (
  INSERT INTO events_payload (entry_id, salt, data) SELECT id, %s::bytea, %s::text FROM entry
)
INSERT INTO events_outbox (entry_id) SELECT id FROM entry RETURNING entry_id
"""


def _prepared(entry: Entry, connection: "BaseDatabaseWrapper") -> list[Any]:
    return [stored(entry, field, connection, add=True) for field in _WRITTEN]


class Epoch(models.Model):
    """A tree of the log under one origin. A second one is opened only after a restore that lost sealed entries.

    `first` is the number of its first entry, `size` how many it holds. `cites_*` say what the epoch before had been
    signed at and how much of it survived. `trouble` is what the signer last complained of, empty when all is well.
    """

    class Trouble(models.TextChoices):
        NONE = ""
        SILENT = "silent"
        SMALLER = "smaller"
        INCONSISTENT = "inconsistent"
        REFUSED = "refused"

    number = models.PositiveIntegerField(primary_key=True)
    origin = models.CharField(max_length=200, unique=True)
    first = models.BigIntegerField()
    size = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    cites_size = models.BigIntegerField(null=True)
    cites_root = models.BinaryField(max_length=32, null=True)
    cites_surviving = models.BigIntegerField(null=True)
    trouble = models.CharField(max_length=20, choices=Trouble, default=Trouble.NONE, blank=True)
    checked_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)


class Leaf(models.Model):
    """The number of an entry in the log: gapless within an epoch, in the order in which entries became visible."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)


class Tile(models.Model):
    """Up to 256 hashes of one level of an epoch's tree, side by side (as in C2SP tlog-tiles).

    Level 0 holds leaf hashes; each full tile's root is one hash of the level above.
    """

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "level", "number"], name="one_tile_at_a_place")]


class Checkpoint(models.Model):
    """A size and root of the tree that the signer has signed. Written once, never changed (a trigger refuses)."""

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "size"], name="one_checkpoint_of_a_size")]
        ordering: ClassVar = ["-epoch_id", "-size"]


class Worker(models.Model):
    """A worker process that lives, or was seen alive at `beat_at`."""

    uuid = models.UUIDField(primary_key=True)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()


class Deliveries(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> Self:
        """What may be handed over now, the longest waiting first."""
        return self.filter(done_at=None, parked_at=None, due__lte=at).order_by("due", "id")

    def parked(self) -> Self:
        """What an engineer must look at."""
        return self.filter(done_at=None, parked_at__isnull=False).order_by("parked_at", "id")

    def waiting(self) -> Self:
        """What is still to be handed over, now or later."""
        return self.filter(done_at=None, parked_at=None)

    def write(self, wanted: Iterable["Delivery"]) -> None:
        """Add deliveries; one that is there already stays as it is."""
        self.bulk_create(wanted, ignore_conflicts=True, batch_size=500)


class Delivery(models.Model):
    """One entry for one handler. Done when the handler's own transaction has marked it so."""

    handler = models.CharField(max_length=200)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, default="", blank=True)
    where = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "entry"], name="one_delivery_to_a_handler")]
        indexes = [
            models.Index(fields=["due", "id"], name="delivery_due", condition=Q(done_at=None, parked_at=None)),
            models.Index(fields=["parked_at"], name="delivery_parked", condition=Q(done_at=None)),  # the parked page
        ]


class Runs(models.QuerySet["Run"]):
    def due(self, at: datetime) -> Self:
        """Begun or failed, not done, and free to be taken."""
        return self.filter(done_at=None, gave_up_at=None, next_try__lte=at)


class Run(models.Model):
    """One due time of one job. Its unique row is what makes several workers run it once."""

    job = models.CharField(max_length=200)
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    worker = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, default="", blank=True)
    where = models.CharField(max_length=200, default="", blank=True)

    objects = Runs.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "due"], name="one_run_of_a_due_time"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(started_at__gte=F("due")), name="run_starts_when_due"
            ),
        ]
        indexes = [models.Index(fields=["next_try"], name="run_open", condition=Q(done_at=None, gave_up_at=None))]
