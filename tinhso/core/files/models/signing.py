"""Keys, what was signed with them, and batches. What was signed is never deleted: it is revoked or superseded."""

import uuid
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from tinhso.core.files.models.kept import File

MOST_WRONG_PINS = 3


class Holder(models.TextChoices):
    """Whose key it is."""

    PERSON = "person"
    AGENCY = "agency"


class Standing(models.TextChoices):
    """Whether what was signed still holds."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Questions about keys."""

    def usable(self, at: datetime) -> Self:
        """Those that can sign now: certified, in force, neither locked nor taken out of use."""
        return self.filter(retired_at=None, locked_at=None, starts_at__lte=at, ends_at__gt=at)

    def of(self, kind: Holder, holder: UUID) -> Self:
        """The keys of a person or an agency, the newest first."""
        return self.filter(kind=kind, holder=holder).order_by("-pk")


class SigningKey(models.Model):
    """A key of a person or an agency, and its certificate. The key itself lies in a file or a token, never here.

    holder      the person's or the organisation's uuid
    token       label of a PKCS#11 token that holds it; empty: a file under VAR/keys/signing
    certificate PEM, its own first, then those between it and the root; empty while it is asked for
    picture     the written signature that its stamp shows
    wrong_pins  since the last right one; the third locks
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Holder.choices)
    holder = models.UUIDField()
    token = models.CharField(max_length=64, default="", blank=True)
    certificate = models.TextField(default="", blank=True)
    fingerprint = models.CharField(max_length=64, default="", blank=True)
    picture = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Holder.values), name="signing_key_kind_known"),
            models.UniqueConstraint(
                fields=["kind", "holder"], condition=Q(retired_at=None), name="one_signing_key_in_use"
            ),
            models.CheckConstraint(
                condition=Q(certificate="", starts_at=None, ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="certified_key_has_a_term",
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint"], name="key_by_certificate"),  # the check page: is the signer ours?
        ]


class Signed(models.Model):
    """Something the province signed, under the code that its square code leads to.

    about        what it is the result of, as its label and uuid
    title        what kind of paper it is; never a name
    signer, agency   as they stand in the certificates; `post` is the signer's title
    file         the newest copy
    complete_at  since when a time stamp and revocation data lie in it
    reason, changed_at, changed_by   why it no longer holds
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=13, unique=True)
    about_kind = models.CharField(max_length=100)
    about = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    signer = models.CharField(max_length=150)
    post = models.CharField(max_length=150, default="", blank=True)
    agency = models.CharField(max_length=200)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.VALID)
    reason = models.CharField(max_length=300, default="", blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.BigIntegerField(null=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="signed_standing_known"),
            models.CheckConstraint(
                condition=Q(standing=Standing.VALID, reason="") | (~Q(standing=Standing.VALID) & ~Q(reason="")),
                name="what_no_longer_holds_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["about_kind", "about"], name="signed_of_a_thing"),  # signed_of(thing)
            models.Index(fields=["signed_at"], name="signed_incomplete", condition=Q(complete_at=None)),  # the job
        ]

    @property
    def spoken_code(self) -> str:
        """The code in groups that can be read aloud."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


class SignedCopy(models.Model):
    """Each form of a signed file that ever left the house: a completed copy is another file than the first."""

    signed = models.ForeignKey(Signed, models.CASCADE, related_name="copies")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Line(models.TextChoices):
    """How one line of a batch stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Batch(models.Model):
    """Many things to be signed with one PIN.

    task     which action signs them (`actions.batches.signs`)
    beat_at  when a process that holds the key last worked on it; none holds it after a crash
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=40)
    account = models.BigIntegerField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="batches_of_an_account")]  # my batches


class BatchLine(models.Model):
    """One thing of a batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    about = models.UUIDField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=Line.choices, default=Line.WAITING)
    why = models.CharField(max_length=300, default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "about"], name="each_thing_once_in_a_batch"),
            models.CheckConstraint(condition=Q(state__in=Line.values), name="batch_line_state_known"),
        ]
