"""Keeping the catalogue: entering what the law says, publishing it on its day, suspending it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import ship_definition
from tinhso.core.search.actions import index
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.domain.catalogue import Facts, Level, digest_of, read_facts
from tinhso.government.procedures.domain.checking import check_form
from tinhso.government.procedures.domain.workflow import workflow
from tinhso.government.procedures.events import (
    FilingChosen,
    ProcedureBegun,
    ProcedureEntered,
    ProcedureResumed,
    ProcedureSuspended,
)
from tinhso.government.procedures.models import FilingChoice, Procedure, ProcedureCode, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

KEEP = "keep_procedures"
SYSTEM = "procedures"
KIND = "procedure"


class CodeTaken(Refusal):
    """The code or the address belongs to another procedure."""

    sentence = _("Another procedure has this code or this address. Look it up and enter a new version of it.")
    field = "document"


class BeginsTooEarly(Refusal):
    """A version begins after the one before it began."""

    sentence = _("A new version begins after the last one began. Choose a later day.")
    field = "valid_from"


class SuspendedAlready(Refusal):
    sentence = _("It is suspended already.")


class NotSuspended(Refusal):
    sentence = _("It is not suspended.")


@transaction.atomic
def enter_procedure(document: Mapping[str, Any], *, valid_from: date, by: Actor, at: datetime) -> ProcedureVersion:
    """Enter what the law says of a procedure from a day on: a new procedure, or a new version of one.

    The document that is in force already is entered once only. Raises BadCatalogue, BadDefinition, CodeTaken,
    BeginsTooEarly or NotYours.
    """
    require(by, KEEP, at=at)
    facts = read_facts(document)
    check_form(facts)
    return _enter(facts, valid_from, by, at)


@transaction.atomic
def ship_procedure(document: Mapping[str, Any], *, valid_from: date, by: Actor, at: datetime) -> ProcedureVersion:
    """Enter one that comes with the product, whose form and workflow the tests have checked. Raises CodeTaken."""
    return _enter(read_facts(document), valid_from, by, at)


def _enter(facts: Facts, valid_from: date, by: Actor, at: datetime) -> ProcedureVersion:
    kept = facts.model_dump(mode="json")
    procedure = _procedure(facts)
    before = procedure.versions.select_for_update().order_by("-number").first()
    if before and before.digest == digest_of(kept):
        return before
    _close(before, valid_from)

    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=before.number + 1 if before else 1,
        valid_from=valid_from,
        facts=kept,
        digest=digest_of(kept),
        made_by=by.account,
        made_at=at,
    )
    entered = ProcedureEntered(procedure=Code(facts.code), number=version.number, valid_from=valid_from)
    record(entered, about=procedure, by=by, at=at)
    if valid_from <= timezone.localdate(at):
        begin_version(version, by=by, at=at)
    return version


@transaction.atomic
def begin_version(version: ProcedureVersion, *, by: Actor, at: datetime) -> ProcedureVersion:
    """Let dossiers be filed by it: its workflow is published and people find it. Does nothing when that was done."""
    version = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=version.pk)
    if version.definition_id is not None:
        return version
    facts = read_facts(version.facts)
    version.definition = ship_definition(workflow(facts), system=SYSTEM, by=by, at=at)
    version.save(update_fields=["definition"])
    _take_over(version.procedure, facts, version.valid_from)
    show_in_search(version.procedure, facts)

    record(ProcedureBegun(procedure=Code(facts.code), number=version.number), about=version.procedure, by=by, at=at)
    return version


@transaction.atomic
def suspend_procedure(
    procedure: Procedure, *, version: ProcedureVersion | None = None, why: str, by: Actor, at: datetime
) -> Procedure:
    """Let nobody file it, or by one version of it, for now; dossiers that run go on.

    Raises SuspendedAlready or NotYours.
    """
    require(by, KEEP, at=at)
    row = _locked(procedure, version)
    if row.suspended_at is not None:
        raise SuspendedAlready
    row.suspended_at, row.suspended_why = at, why
    row.save(update_fields=["suspended_at", "suspended_why"])

    suspended = ProcedureSuspended(procedure=Code(procedure.code), number=version.number if version else 0)
    record(suspended, about=procedure, by=by, at=at)
    return procedure


@transaction.atomic
def resume_procedure(
    procedure: Procedure, *, version: ProcedureVersion | None = None, by: Actor, at: datetime
) -> Procedure:
    """Let people file it again. Raises NotSuspended or NotYours."""
    require(by, KEEP, at=at)
    row = _locked(procedure, version)
    if row.suspended_at is None:
        raise NotSuspended
    row.suspended_at, row.suspended_why = None, ""
    row.save(update_fields=["suspended_at", "suspended_why"])

    resumed = ProcedureResumed(procedure=Code(procedure.code), number=version.number if version else 0)
    record(resumed, about=procedure, by=by, at=at)
    return procedure


@transaction.atomic
def choose_filing(level: Level, *, where: Where, by: Actor, at: datetime) -> FilingChoice:
    """Say on whose pages a level is filed on line. Does nothing when it is so already. Raises NotYours."""
    require(by, KEEP, at=at)
    choice, made = FilingChoice.objects.select_for_update().get_or_create(level=level.value, defaults={"where": where})
    if not made and choice.where == where:
        return choice
    choice.where = where
    choice.save(update_fields=["where"])

    record(FilingChosen(level=Code(level.value), where=Code(where.value)), about=choice, by=by, at=at)
    return choice


def show_in_search(procedure: Procedure, facts: Facts) -> None:
    """Make it findable by its title and by what people say."""
    said = " ".join((*facts.phrases, facts.title.en, facts.title.id, facts.code, facts.name))
    index(KIND, procedure.uuid, facts.title.vi, text=said, url=reverse("procedure", args=[procedure.slug]))


def _procedure(facts: Facts) -> Procedure:
    """The procedure of these codes, locked, or a new one."""
    codes = [facts.code, *facts.earlier_codes]
    bearers = ProcedureCode.objects.filter(code__in=codes).values("procedure")
    known = list(Procedure.objects.select_for_update().filter(pk__in=bearers))
    if len(known) > 1 or Procedure.objects.exclude(pk__in=[one.pk for one in known]).filter(slug=facts.slug).exists():
        raise CodeTaken
    if known:
        return known[0]
    procedure = Procedure.objects.create(code=facts.code, slug=facts.slug, field=facts.field, position=facts.position)
    ProcedureCode.objects.bulk_create([ProcedureCode(procedure=procedure, code=code) for code in codes])
    return procedure


def _close(before: ProcedureVersion | None, day: date) -> None:
    if before is None:
        return
    if before.valid_from >= day:
        raise BeginsTooEarly
    before.valid_to = day
    before.save(update_fields=["valid_to"])


def _take_over(procedure: Procedure, facts: Facts, day: date) -> None:
    """What the catalogue lists of it follows the version that begins; a code it no longer bears ends that day."""
    procedure.codes.filter(until=None).exclude(code=facts.code).update(until=day)
    ProcedureCode.objects.update_or_create(code=facts.code, defaults={"procedure": procedure, "until": None})
    procedure.code, procedure.slug = facts.code, facts.slug
    procedure.field, procedure.position = facts.field, facts.position
    procedure.save(update_fields=["code", "slug", "field", "position"])


def _locked(procedure: Procedure, version: ProcedureVersion | None) -> Procedure | ProcedureVersion:
    if version is not None:
        return ProcedureVersion.objects.select_for_update().get(pk=version.pk, procedure=procedure)
    return Procedure.objects.select_for_update().get(pk=procedure.pk)
