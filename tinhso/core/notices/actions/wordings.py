"""Kinds that systems declare, and the words that people write for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.notices.domain.values import Gap
from tinhso.core.notices.domain.wording import FORMS, Words, check
from tinhso.core.notices.events import WordingDrafted, WordingPublished
from tinhso.core.notices.models import Kind, Wording
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

KEEP = "keep_wordings"
Texts = Mapping[str, Mapping[str, Any]]


class NoDraft(Refusal):
    sentence = _("Only a draft can be published. This version was published before.")


@transaction.atomic
def ship_kind(document: Mapping[str, Any], *, system: str, by: Actor, at: datetime) -> Kind:
    """Declare a kind of message as its system describes it; its words are published when it has none yet.

    Running it again changes no words that people wrote. Raises WordsWrong when the shipped words cannot be published.
    """
    gaps = {name: Gap(gap) for name, gap in document["gaps"].items()}
    kind, _new = Kind.objects.update_or_create(
        code=document["kind"],
        defaults={
            "system": system,
            "title": document["title"],
            "gaps": {name: gap.value for name, gap in gaps.items()},
            "refusable": document.get("refusable", False),
            "urgent": document.get("urgent", False),
            "digest": document.get("digest", False),
            "parts": document.get("parts", 1),
        },
    )
    if not kind.wordings.published().exists():
        publish_wording(draft_wording(kind, document["texts"], by=by, at=at), by=by, at=at)
    return kind


@transaction.atomic
def draft_wording(kind: Kind, texts: Texts, *, by: Actor, at: datetime) -> Wording:
    """Keep words as the draft of a kind: a new version, or the draft that is there written anew. Raises NotYours."""
    require(by, KEEP, at=at)
    Kind.objects.select_for_update().get(pk=kind.pk)
    draft = kind.wordings.filter(state=Wording.State.DRAFT).first() or Wording(kind=kind, number=_next_number(kind))

    draft.texts = {language: _plain(told) for language, told in texts.items()}
    draft.made_by, draft.made_at = by.account, at
    draft.save()

    record(WordingDrafted(kind=Code(kind.code), number=draft.number), about=draft, by=by, at=at)
    return draft


@transaction.atomic
def publish_wording(wording: Wording, *, by: Actor, at: datetime) -> Wording:
    """Say everything new in these words from now on. Raises NoDraft, WordsWrong, NotYours."""
    require(by, KEEP, at=at)
    kind = Kind.objects.select_for_update().get(pk=wording.kind_id)
    wording = Wording.objects.get(pk=wording.pk)
    if wording.state != Wording.State.DRAFT:
        raise NoDraft
    check(wording.words, kind.declared, parts=kind.parts, base=settings.ADDRESS)

    kind.wordings.filter(state=Wording.State.PUBLISHED).update(state=Wording.State.RETIRED)
    wording.state, wording.published_by, wording.published_at = Wording.State.PUBLISHED, by.account, at
    wording.save(update_fields=["state", "published_by", "published_at"])

    record(WordingPublished(kind=Code(kind.code), number=wording.number), about=wording, by=by, at=at)
    return wording


def _next_number(kind: Kind) -> int:
    return int(kind.wordings.aggregate(last=Max("number"))["last"] or 0) + 1


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """A document of the known forms alone, so that what is kept is what is read."""
    words = Words.read(told)
    return {form: words.form(form) for form in FORMS} | {"accents": words.accents}
