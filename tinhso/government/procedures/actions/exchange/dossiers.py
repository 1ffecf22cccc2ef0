"""Our dossiers, as the exchange needs them."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.drafts import version_of
from tinhso.government.procedures.actions.exchange.book import Book, Fetched, NoStepThere, Standing
from tinhso.government.procedures.actions.exchange.saying import dossier_for, message_of, progress_of, status_in
from tinhso.government.procedures.actions.filing import file_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.domain.portal import Attachment, Message, Progress, Side, Status, step_key
from tinhso.government.procedures.domain.portal.differences import StepKey
from tinhso.government.procedures.domain.steps import Brought, Door, Release
from tinhso.government.procedures.models import (
    Dossier,
    Incoming,
    IncomingState,
    Outgoing,
    OutgoingState,
    Procedure,
    ProcedureVersion,
)
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor
from tinhso.kit.folding import fold
from tinhso.kit.refusals import Refusal

LOOSE = "other"
"""Where a paper stands that belongs to no line of our list."""
LONGEST_ANSWER = 4000
HEARD_WITHIN = timedelta(days=1)
"""So long the log may take to tell of a step before its absence counts as a disagreement."""


class ProcedureUnknown(Refusal):
    """The portal's procedure is not in our catalogue."""

    sentence = _("This procedure is not in our catalogue. Import it, then take the dossier in again.")


class OfficeUnknown(Refusal):
    """No office that stands bears the identifier in the dossier's code."""

    sentence = _("No office here bears the identifier in this code. Correct the register, then take it in again.")


class Dossiers:
    """The book of this installation."""

    def standing(self, dossier: UUID) -> Standing | None:
        found = Dossier.objects.select_related("case__definition").filter(uuid=dossier).first()
        status = status_in(found.case, found.case.state) if found else None
        if found is None or status is None:
            return None
        return Standing(code_of(found), status, found.case.state, found.case.entered_at)

    def say(self, row: Outgoing) -> tuple[Message, Progress]:
        dossier = dossier_for(row.dossier)
        return message_of(dossier, row), progress_of(dossier, row)

    def take(self, message: Message, papers: Sequence[Fetched], *, at: datetime) -> UUID:
        by = Actor.system()
        version = _version(message.procedure, at)
        agency = self.office(message.agency)
        if agency is None:
            raise OfficeUnknown
        applicant = _applicant(message, by, at)
        law = law_of(version)
        dossier = file_dossier(
            version,
            applicant=applicant,
            answers=_answers(message, law),
            papers=[_handed(one, law, applicant, agency, by, at) for one in papers],
            door=Door.NATIONAL,
            place=agency.place,
            agency=agency,
            hand_back=Release.ONLINE,
            by=by,
            at=at,
        )
        return dossier.uuid

    def office(self, identifier: str) -> Organisation | None:
        with suppress(Refusal):
            offices = Organisation.objects.identified(ElectronicId.read(identifier))
            return offices.select_related("place").first()
        return None

    def sides(self, codes: Collection[str], *, at: datetime) -> dict[str, Side]:
        noted = _noted(codes)
        here = _dossiers(codes).items()
        sides = (_side(dossier, code, noted[code]) for code, dossier in here if noted[code].has_all_of(dossier, at))
        return {side.code: side for side in sides if side}

    def known(self, codes: Collection[str]) -> set[str]:
        return set(_dossiers(codes))

    def told_since(self, since: datetime) -> Iterator[str]:
        changed = Outgoing.objects.filter(moment__gte=since).order_by().values_list("code", flat=True).distinct()
        return changed.iterator()

    def follow(self, dossier: UUID, status: Status, *, by: Actor, at: datetime) -> None:
        found = Dossier.objects.select_related("case__definition").get(uuid=dossier)
        state, states = found.case.state, found.case.blueprint.states
        ways = [
            rule
            for rule in found.case.blueprint.actions_from(state)
            if rule.leads_to(state) != state and states[rule.leads_to(state)].portal == status
        ]
        if len(ways) != 1 or any(field.required and field.key != "reason" for field in ways[0].form):
            raise NoStepThere
        reason = _("The national portal says so.")
        take_step(found, Step(action=ways[0].code, answers={"reason": str(reason)}), by=by, at=at)


def book() -> Book:
    """The book by which this installation exchanges: the one place where it is chosen."""
    return Dossiers()


def code_of(dossier: Dossier) -> str:
    """What the portal calls a dossier: its own code when it was filed there, else ours."""
    if dossier.door == Door.NATIONAL:
        code = Incoming.objects.filter(dossier=dossier.uuid).values_list("code", flat=True).first()
        return code or dossier.case.ref
    return dossier.case.ref


def _dossiers(codes: Collection[str]) -> dict[str, Dossier]:
    """Our dossiers by what the portal calls them."""
    rows = Dossier.objects.select_related("case__definition").defer("case__definition__document", "case__values")
    taken = Incoming.objects.filter(code__in=codes, state=IncomingState.TAKEN).values_list("dossier", "code")
    theirs = {dossier: code for dossier, code in taken if dossier}
    found = {dossier.case.ref: dossier for dossier in rows.filter(case__ref__in=codes)}
    return found | {theirs[dossier.uuid]: dossier for dossier in rows.filter(uuid__in=theirs)}


@dataclass(slots=True)
class _Noted:
    """What was noted of a dossier for the portal: how often each step, until when, and whether some still waits."""

    steps: Counter[StepKey] = field(default_factory=Counter)
    last: datetime | None = None
    waits: bool = False

    def has_all_of(self, dossier: Dossier, at: datetime) -> bool:
        """Whether nothing is on its way: neither to the portal, nor from the log to the list of what is to be sent."""
        entered = dossier.case.entered_at
        unheard = entered > at - HEARD_WITHIN and (self.last is None or self.last < entered)
        return not self.waits and not unheard


def _noted(codes: Collection[str]) -> dict[str, _Noted]:
    noted: dict[str, _Noted] = defaultdict(_Noted)
    rows = Outgoing.objects.filter(code__in=codes)
    for code, status, moment, state, entry in rows.values_list("code", "status", "moment", "state", "entry"):
        one = noted[code]
        one.last = max(one.last or moment, moment)
        one.waits = one.waits or state in (OutgoingState.WAITING, OutgoingState.REFUSED)
        if state == OutgoingState.ANSWERED and entry is not None:
            one.steps[step_key(Status(status), moment)] += 1
    return noted


def _side(dossier: Dossier, code: str, noted: _Noted) -> Side | None:
    status = status_in(dossier.case, dossier.case.state)
    if status is None:
        return None
    return Side(code=code, status=status, due_at=dossier.case.due_at, dossier=dossier.uuid, steps=noted.steps)


def _version(code: str, at: datetime) -> ProcedureVersion:
    """The version of today; a province's own instance is called `1.001193.000.00.00.H52`.

    Raises ProcedureUnknown, NotFiledNow.
    """
    national = ".".join(code.split(".")[:2])
    procedure = Procedure.objects.coded(national).first()
    if procedure is None:
        raise ProcedureUnknown
    return version_of(procedure, at=at)


def _applicant(message: Message, by: Actor, at: datetime) -> Person:
    """Who applies: known by their number, else entered as the portal says. Raises the refusal of a particular."""
    number = IdentityNumber.read(message.number) if message.number else None
    known = Person.objects.with_number(number.digits).first() if number else None
    if known:
        return known.now
    phone = None
    with suppress(Refusal):
        phone = read_phone(message.phone)
    return register_person(Particulars(name=Name.read(message.applicant), number=number, phone=phone), by=by, at=at)


def _answers(message: Message, law: Facts) -> dict[str, Any]:
    """What a form on the portal was filled with, as far as we ask the same."""
    try:
        told = json.loads(message.other)
    except ValueError:
        return {}
    asked = {field.key for field in law.asked}
    given: Mapping[str, Any] = told if isinstance(told, dict) else {}
    return {key: value for key, value in given.items() if key in asked and _is_plain(value)}


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_ANSWER and "\x00" not in value
    return isinstance(value, bool | int)


def _handed(fetched: Fetched, law: Facts, applicant: Person, agency: Organisation, by: Actor, at: datetime) -> Handed:
    """A paper as it is handed in; one that is not to be had is named, with why, and has no file."""
    about = fetched.about
    if fetched.upload is None:
        return Handed(listed=_line(about, law), brought=Brought.SCAN, name=f"{about.name} ({fetched.why})"[:200])
    file = keep_file(fetched.upload, rules=PAPERS, person=applicant.uuid, place=agency.place_id, by=by, at=at)
    return Handed(listed=_line(about, law), brought=Brought.SCAN, file=file.uuid, name=about.name[:200])


def _line(about: Attachment, law: Facts) -> str:
    """The line of our list: by its key, or by its name."""
    names = {fold(paper.name.vi): paper.key for paper in law.papers} | {paper.key: paper.key for paper in law.papers}
    return names.get(about.paper) or names.get(fold(about.name.rpartition(".")[0] or about.name)) or LOOSE
