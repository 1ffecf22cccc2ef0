"""Issuing a directive: by a leader to any office, by a head to the offices below; from an alert, a meeting, or as a
part of another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import next_number, open_case
from tinhso.core.cases.actions.ticking import calendar_of
from tinhso.core.cases.domain.definition import Span, Unit
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.operations.directives.actions.keeping import keep_reading
from tinhso.operations.directives.actions.thread import add_note, matter_of, post_of
from tinhso.operations.directives.apps import ANSWER, ISSUE
from tinhso.operations.directives.domain.words import RUNNING, Better, Moment, NoteKind
from tinhso.operations.directives.events import DirectiveIssued
from tinhso.operations.directives.models import Directive, Meeting

WORKFLOW = "directives.directive"


class NotToYourself(Refusal):
    sentence = _("Choose another office: this one issues the directive.")
    field = "lead"


class OfficeGone(Refusal):
    sentence = _("This office does not stand any more. Choose the one that does its work now.")
    field = "lead"


class LeadsAlready(Refusal):
    sentence = _("The leading office cannot also be one that helps.")
    field = "coordinating"


class DeadlineGone(Refusal):
    sentence = _("The deadline must lie after today.")
    field = "deadline"


class LaterThanTheWhole(Refusal):
    sentence = _("A part must be done before the whole: choose an earlier day.")
    field = "deadline"


class WhereAndWhichWay(Refusal):
    sentence = _("Say where the number shall move, and which way.")
    field = "place"


class NothingRuns(Refusal):
    sentence = _("This directive is not in work any more: no part of it can be passed on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of whom until when; the fields as in `Directive`. `deadline` is the last day."""

    lead: Organisation
    title: str
    content: str
    deadline: date
    coordinating: Sequence[Organisation] = field(default=())
    evidence: str = ""
    alert: UUID | None = None
    indicator: str = ""
    place: Place | None = None
    better: Better | None = None
    target: Decimal | None = None
    meeting: Meeting | None = None
    parent: Directive | None = None


@transaction.atomic
def issue_directive(order: Order, *, by: Actor, at: datetime) -> Directive:
    """Give an office a task, and read the number that it shall move as it is now.

    Raises NotYours, NotToYourself, OfficeGone, LeadsAlready, DeadlineGone, LaterThanTheWhole, WhereAndWhichWay,
    NothingRuns.
    """
    post = post_of(by, at=at)
    if post is None:
        raise NotYours
    _refuse(order, post.organisation, by=by, at=at)

    directive = Directive.objects.create(
        case=_case(order, by=by, at=at), issuer=post.organisation, issued_by_id=by.account, issued_post=post,
        issued_at=at, content=order.content.strip(), evidence=order.evidence.strip(), parent=order.parent,
        meeting=order.meeting, alert=order.alert, indicator=order.indicator, place=order.place,
        better=order.better.value if order.better and order.indicator else "", target=order.target,
    )  # fmt: skip
    directive.coordinating.set(order.coordinating)
    add_note(directive, NoteKind.ISSUED, by=by, at=at)
    if directive.indicator:
        keep_reading(directive, Moment.ISSUED, timezone.localdate(at), at=at)

    record(_issued(directive, order), about=directive, by=by, at=at, place=directive.case.place_id)
    return directive


def offices_to_task(by: Actor, *, at: datetime) -> list[Organisation]:
    """The offices to which the actor may give a task: of the whole province for a leader, its own parts for a head."""
    post = post_of(by, at=at)
    if post is None:
        return []
    rows = Organisation.objects.current().select_related("place").exclude(pk=post.organisation_id)
    if post.role == "leader":
        return list(rows.agencies().filter(parent=None, place__path__startswith=post.place.path).order_by("sort_key"))
    return list(rows.offices().filter(parent=post.organisation_id).order_by("sort_key"))


def _refuse(order: Order, issuer: Organisation, *, by: Actor, at: datetime) -> None:
    require(by, ISSUE, at=at, place=order.lead.place_id, agency=order.lead.pk)
    if order.lead.pk == issuer.pk:
        raise NotToYourself
    if not all(office.stands and office.is_office for office in (order.lead, *order.coordinating)):
        raise OfficeGone
    if order.lead in order.coordinating:
        raise LeadsAlready
    if order.deadline <= timezone.localdate(at):
        raise DeadlineGone
    if order.indicator and (order.place is None or order.better is None):
        raise WhereAndWhichWay
    if order.parent:
        _refuse_part(order, order.parent, by=by, at=at)


def _refuse_part(order: Order, parent: Directive, *, by: Actor, at: datetime) -> None:
    """A part is passed on by the office that leads the whole, while it is in work."""
    require(by, ANSWER, at=at, place=parent.case.place_id, agency=parent.case.agency_id)
    if parent.case.state not in RUNNING:
        raise NothingRuns
    if order.deadline > timezone.localdate(parent.case.due_at):
        raise LaterThanTheWhole


def _case(order: Order, *, by: Actor, at: datetime) -> Case:
    return open_case(
        Definition.objects.published().get(code=WORKFLOW), ref=_number(at), title=order.title.strip(), applicant=None,
        place=order.lead.place, agency=order.lead, values={}, received_at=at, term=_term(order, at), by=by, at=at,
    )  # fmt: skip


def _term(order: Order, at: datetime) -> Span:
    """So many days that the clock of the case ends with the last office hour of the deadline."""
    begun = timezone.localdate(calendar_of(order.lead.place).received_at(at))
    return Span(Unit.DAYS, Decimal(max(0, (order.deadline - begun).days)))


def _number(at: datetime) -> str:
    """`CĐ-261122-0042`: the day and a number that people can say."""
    day = timezone.localdate(at)
    return f"CĐ-{day:%y%m%d}-{next_number(f'directive:{day:%m%d}', day.year):04}"


def _issued(directive: Directive, order: Order) -> DirectiveIssued:
    return DirectiveIssued(
        **matter_of(directive), receiver=order.lead.pk, coordinating=len(order.coordinating),
        deadline=directive.case.due_at, meeting=order.meeting.uuid if order.meeting else None,
        parent=order.parent.uuid if order.parent else None,
    )  # fmt: skip
