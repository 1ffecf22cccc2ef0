"""Writing, publishing and retiring definitions."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.cases.domain.definition import parse
from tinhso.core.cases.events import DefinitionDrafted, DefinitionPublished, DefinitionRetired
from tinhso.core.cases.models import Definition, Status
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

KEEP = "keep_definitions"


class NoDraft(Refusal):
    sentence = _("Only a draft can be published. This version was published before.")


class NotPublished(Refusal):
    sentence = _("Only a published version can be retired.")


class BelongsToAnother(Refusal):
    sentence = _("This code belongs to another system. Choose another code.")
    field = "document"


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document in canonical JSON (sorted keys, no spaces, UTF-8), in hex."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def draft_definition(document: Mapping[str, Any], *, system: str, by: Actor, at: datetime) -> Definition:
    """Keep a document as the draft of its code: a new version, or the draft that is there written anew.

    Raises BadDefinition, BelongsToAnother, NotYours.
    """
    require(by, KEEP, at=at)
    blueprint = parse(document)
    draft, versions = _draft_of(blueprint.code, system)
    draft.document, draft.digest = dict(document), digest_of(document)
    draft.made_by_id, draft.made_at = by.account, at
    draft.version = draft.version or versions + 1
    draft.save()

    record(DefinitionDrafted(code=Code(draft.code), number=draft.version), about=draft, by=by, at=at)
    return draft


@transaction.atomic
def publish_definition(definition: Definition, *, by: Actor, at: datetime) -> Definition:
    """Open new cases by this version from now on; the version before is retired. Raises NoDraft, NotYours."""
    require(by, KEEP, at=at)
    lives = list(Definition.objects.select_for_update().lives_of(definition.code))
    draft = next((one for one in lives if one.pk == definition.pk), definition)
    if draft.status != Status.DRAFT:
        raise NoDraft
    parse(draft.document)

    for before in lives:
        if before.status == Status.PUBLISHED:
            _retire(before, by, at)
    draft.status, draft.published_by_id, draft.published_at = Status.PUBLISHED, by.account, at
    draft.save(update_fields=["status", "published_by", "published_at"])

    record(DefinitionPublished(code=Code(draft.code), number=draft.version), about=draft, by=by, at=at)
    return draft


@transaction.atomic
def retire_definition(definition: Definition, *, by: Actor, at: datetime) -> Definition:
    """Open no new cases by it; those that run go on. Raises NotPublished, NotYours."""
    require(by, KEEP, at=at)
    definition = Definition.objects.select_for_update().get(pk=definition.pk)
    if definition.status != Status.PUBLISHED:
        raise NotPublished
    _retire(definition, by, at)
    return definition


@transaction.atomic
def ship_definition(document: Mapping[str, Any], *, system: str, by: Actor, at: datetime) -> Definition:
    """Publish a document that comes with the product, once: a version that was here before, or that people of the
    province wrote after it, stays. Returns the version with this content. Raises BadDefinition, BelongsToAnother.
    """
    code, digest = str(document.get("code", "")), digest_of(document)
    known = Definition.objects.lives_of(code).filter(digest=digest).exclude(status=Status.DRAFT).first()
    if known:
        return known
    return publish_definition(draft_definition(document, system=system, by=by, at=at), by=by, at=at)


def _draft_of(code: str, system: str) -> tuple[Definition, int]:
    """The draft of a code, or a new one, and the number of its last version."""
    lives = Definition.objects.lives_of(code)
    if lives.exclude(system=system).exists():
        raise BelongsToAnother
    last = lives.aggregate(last=Max("version"))["last"] or 0
    draft = lives.drafts().select_for_update().first()
    return draft or Definition(code=code, system=system, version=0), last


def _retire(definition: Definition, by: Actor, at: datetime) -> None:
    definition.status, definition.retired_at = Status.RETIRED, at
    definition.save(update_fields=["status", "retired_at"])
    record(DefinitionRetired(code=Code(definition.code), number=definition.version), about=definition, by=by, at=at)
