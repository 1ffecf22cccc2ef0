"""The catalogue for machines."""

from datetime import date, datetime
from typing import Annotated, Self

from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tinhso.government.procedures.domain.catalogue import Facts, Level, Said
from tinhso.government.procedures.domain.hearing import LONGEST
from tinhso.government.procedures.models import ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.models.hearing import heard
from tinhso.government.procedures.models.laws import catalogue_on, law_of
from tinhso.kit.doors import Request, open_to_all

router = Router(tags=["procedures"])
Words = Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")]


class ProcedureLine(Schema):
    """One line of the catalogue. `filing` says where it is filed on line; null where it is not."""

    code: str
    slug: str
    field: str
    events: list[str]
    level: Level
    filing: Where | None
    title: Said
    summary: Said
    suspended: bool
    version: int
    valid_from: date

    @classmethod
    def of(cls, version: ProcedureVersion, facts: Facts) -> Self:
        plain = {name: getattr(facts, name) for name in ("code", "slug", "field", "level", "title", "summary")}
        return cls(
            events=list(facts.events),
            filing=None if facts.level is Level.COUNTER else where_to_file(facts.level),
            suspended=version.is_suspended,
            version=version.number,
            valid_from=version.valid_from,
            **plain,
        )


class ProcedureWhole(ProcedureLine):
    """A procedure with everything that is known of it, each fact with its origin."""

    valid_to: date | None
    suspended_at: datetime | None
    facts: Facts


@router.get("/catalogue", response=list[ProcedureLine])
@open_to_all
def list_procedures(request: Request, q: Words = "", event: Key = "", field: Key = "") -> list[ProcedureLine]:
    """All that applies today, or those that fit what someone says (`q`, as people speak), an occasion, a field."""
    listed = catalogue_on(timezone.localdate(request.at))
    found = heard(q, listed) if q.strip() else listed
    return [
        ProcedureLine.of(version, facts)
        for version, facts in found
        if (not event or event in facts.events) and (not field or field == facts.field)
    ]


@router.get("/catalogue/{code}", response=ProcedureWhole)
@open_to_all
def get_procedure(request: Request, code: str) -> ProcedureWhole:
    """By its national code, today's or an earlier one."""
    versions = ProcedureVersion.objects.on(timezone.localdate(request.at)).select_related("procedure")
    version = versions.filter(procedure__codes__code=code[:20].replace("\x00", "")).first()
    if version is None:
        raise Http404
    facts = law_of(version)
    line = ProcedureLine.of(version, facts)
    ended = version.procedure.suspended_at or version.suspended_at
    return ProcedureWhole(**dict(line), valid_to=version.valid_to, suspended_at=ended, facts=facts)
