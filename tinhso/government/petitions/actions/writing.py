"""What an office writes for itself: notes, and words from which letters begin."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.events.log import record
from tinhso.government.petitions.actions.sending import HANDLE
from tinhso.government.petitions.actions.steps import said_words, topic_of
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.events import NoteWritten, TemplateRetired, TemplateWritten
from tinhso.government.petitions.models import Note, Petition, Template, TemplateVersion, Topic
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class TitleMissing(Refusal):
    sentence = _("Give it a short title, so that colleagues find it.")
    field = "title"


@transaction.atomic
def write_note(petition: Petition, *, words: str, by: Actor, at: datetime) -> Note:
    """Tell colleagues something; who asked never sees it. Raises NotYours, WordsMissing."""
    case = petition.case
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    note = Note.objects.create(petition=petition, words=said_words(words), written_at=at, written_by_id=by.account)

    record(NoteWritten(topic=topic_of(petition)), about=case, by=by, at=at, place=case.place_id)
    return note


@transaction.atomic
def write_template(
    agency: Organisation, *, kind: LetterKind, title: str, words: str, topic: Topic | None = None, by: Actor,
    at: datetime,
) -> Template:  # fmt: skip
    """Keep words of an office; the same title is the next version. Raises NotYours, TitleMissing, WordsMissing."""
    require(by, HANDLE, at=at, place=agency.place_id, agency=agency.pk)
    if not title.strip():
        raise TitleMissing
    found = Template.objects.select_for_update(of=("self",)).filter(agency=agency, title=title.strip()[:100])
    template = found.filter(retired_at=None).first() or Template(agency=agency, title=title.strip()[:100], version=0)

    template.kind, template.topic, template.words = kind, topic, said_words(words)
    template.version += 1
    template.save()
    TemplateVersion.objects.create(
        template=template, version=template.version, words=template.words, written_at=at, written_by_id=by.account
    )

    record(TemplateWritten(kind=kind, number=template.version), about=template, by=by, at=at, place=agency.place_id)
    return template


@transaction.atomic
def retire_template(template: Template, *, by: Actor, at: datetime) -> Template:
    """Offer these words no more. Raises NotYours."""
    template = Template.objects.select_for_update(of=("self",)).select_related("agency").get(pk=template.pk)
    agency = template.agency
    require(by, HANDLE, at=at, place=agency.place_id, agency=agency.pk)
    if template.retired_at:
        return template

    template.retired_at = at
    template.save(update_fields=["retired_at"])

    retired = TemplateRetired(kind=LetterKind(template.kind))
    record(retired, about=template, by=by, at=at, place=agency.place_id)
    return template
