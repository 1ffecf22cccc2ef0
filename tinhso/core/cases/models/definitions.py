"""Definitions of cases: drafted, published, retired; a published one is never changed again."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Account
from tinhso.core.cases.domain.definition import Blueprint, read

MOST_KEPT = 1000
_blueprints: dict[tuple[int, str], Blueprint] = {}


class Status(models.TextChoices):
    """The life of a definition: only the published one opens new cases, running cases stay on theirs."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class DefinitionQuerySet(models.QuerySet["Definition"]):
    """Questions about definitions."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def current(self, code: str) -> "Definition":
        """The one by which new cases are opened; its document only when asked for. Raises Definition.DoesNotExist."""
        return self.published().without_document().get(code=code)

    def lives_of(self, code: str) -> Self:
        """Every version of a code, the newest first."""
        return self.filter(code=code).order_by("-version")

    def blueprints(self, keys: Iterable[tuple[int, str]]) -> dict[int, Blueprint]:
        """The blueprints of definitions named by id and digest; only those this process has not read are asked for."""
        wanted = dict(keys)
        found = {pk: known for pk, digest in wanted.items() if (known := _blueprints.get((pk, digest)))}
        missing = wanted.keys() - found.keys()
        return found | {one.pk: one.blueprint for one in (self.filter(pk__in=missing) if missing else ())}

    def without_document(self) -> Self:
        """For lists: the document may be long."""
        return self.defer("document")


class Definition(models.Model):
    """One version of a workflow, as a document of the published schema.

    code      the same in all versions, `system.name`; `system` is the label that works with it
    digest    SHA-256 of the document in canonical JSON: what is read once in a process is known by it
    made_by, published_by   ids of accounts; None when it came with the product
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    system = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status=Status.PUBLISHED), name="definition_one_published"
            ),
            models.UniqueConstraint(fields=["code"], condition=Q(status=Status.DRAFT), name="definition_one_draft"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="definition_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(published_at__isnull=False), name="definition_published_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def blueprint(self) -> Blueprint:
        """The document as the engine reads it, read once in a process."""
        known = _blueprints.get((self.pk, self.digest))
        return known if known is not None else _keep(self)


def _keep(definition: Definition) -> Blueprint:
    if len(_blueprints) >= MOST_KEPT:
        _blueprints.clear()
    made = _blueprints[definition.pk, definition.digest] = read(definition.document)
    return made
