"""The log's tables. Only `events`, `warehouse` and `reactions` may touch them; everyone else calls `record`."""

from django.db import models


class Entry(models.Model):
    """One thing that happened. Written once, never changed; it carries ids, never names.

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

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about", "id"], name="entry_of_a_thing")]  # history(thing)


class Payload(models.Model):
    """What an entry says, with the salt of its commitment. Erasing it erases the meaning, not the history."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=16)
    data = models.TextField()


class Outbox(models.Model):
    """An entry that the sealer has not numbered yet."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
