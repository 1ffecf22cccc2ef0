"""Alerts, rules, silences and the roster for machines."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.accounts.models import Post
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.operations.alerts.actions import duties, looking, rules, silencing, taking
from tinhso.operations.alerts.apps import ACKNOWLEDGE, DUTY, KEEP, SEE, SILENCE
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import State
from tinhso.operations.alerts.models import Alert, Duty, Rule, RuleVersion, Silence
from tinhso.operations.alerts.models import Status as RuleStatus
from tinhso.operations.alerts.models.seeing import holder_of
from tinhso.operations.alerts.models.trying import try_rule

router = Router(tags=["alerts"])
A_PAGE = 50
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*\S[^\x00]*$")]
Word = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$")]


class AlertOut(Schema):
    """An alert. `value` null is unknown, never 0: `doubt` says why. `holder` is an office or post, no person."""

    uuid: UUID
    rule: str
    place: UUID
    state: State
    since: datetime
    fired_at: datetime | None
    ended_at: datetime | None
    ended_why: str
    value: float | None
    doubt: str
    inhibited: bool
    taken: bool
    holder: str
    directive: UUID | None
    due_at: datetime | None

    @classmethod
    def of(cls, row: Alert) -> Self:
        plain = ("uuid", "since", "fired_at", "ended_at", "ended_why", "value", "doubt", "directive", "due_at")
        return cls(
            rule=row.rule.code, place=row.place.uuid, state=State(row.state), holder=str(holder_of(row)),
            inhibited=row.inhibited_by_id is not None, taken=row.is_taken,
            **{name: getattr(row, name) for name in plain},
        )  # fmt: skip


class RuleOut(Schema):
    """A rule and what it says; `says` null: nothing holds of it yet."""

    code: str
    titles: dict[str, str]
    place: UUID
    number: int | None
    says: RuleTold | None
    flapping_since: datetime | None
    retired_at: datetime | None

    @classmethod
    def of(cls, rule: Rule, version: RuleVersion | None) -> Self:
        plain = ("code", "titles", "flapping_since", "retired_at")
        return cls(
            place=rule.place.uuid, number=version.number if version else None, says=version.told if version else None,
            **{name: getattr(rule, name) for name in plain},
        )  # fmt: skip


class RuleIn(Schema):
    code: Word
    titles: dict[Annotated[str, Field(pattern="^(vi|en|id)$")], Annotated[str, Field(max_length=60, min_length=1)]]
    place: UUID | None = None


class DraftIn(Schema):
    rule: RuleTold
    reason: Line


class TriedOut(Schema):
    """What a rule would have done. `unread`: looks, of all `looks`, at which the number could not be judged."""

    first: date
    last: date
    firings: int
    places: int
    flapped: list[UUID]
    unread: int
    looks: int


class ReasonIn(Schema):
    reason: Line


class SilenceIn(Schema):
    """`place` null: everywhere."""

    place: UUID | None = None
    reason: Line
    until: datetime


class SilenceOut(Schema):
    uuid: UUID
    reason: str
    until: datetime


class DutyIn(Schema):
    monday: date
    post: UUID


class DutyOut(Schema):
    monday: date
    post: UUID


class LookedOut(Schema):
    fired: int
    ended: int


@router.get("/", response=list[AlertOut])
@needs(SEE)
def alerts(request: Request, ended: bool = False, before: UUID | None = None) -> list[AlertOut]:
    """What stands, or what is over, the newest first, 50 at a time; `before` is the last of the page before."""
    rows = Alert.objects.seen_by(request.rights, SEE).for_list()
    rows, moment = (rows.ended(), "ended_at") if ended else (rows.standing(), "since")
    last = rows.filter(uuid=before).first() if before else None
    end = (getattr(last, moment), last.pk) if last else None
    return [AlertOut.of(one) for one in rows.newest(moment).before(moment, end)[:A_PAGE]]


@router.get("/rules", response=list[RuleOut])
@needs(SEE)
def all_rules(request: Request) -> list[RuleOut]:
    """Every rule with what holds of it."""
    holds = {row.rule_id: row for row in RuleVersion.objects.filter(status=RuleStatus.PUBLISHED)}
    return [RuleOut.of(one, holds.get(one.pk)) for one in Rule.objects.listed()[:200]]


@router.post("/rules", response={201: RuleOut})
@needs(KEEP)
def enter_rule(request: Request, body: RuleIn) -> Status[RuleOut]:
    """A rule that says nothing yet."""
    place = get_object_or_404(Place, uuid=body.place) if body.place else Place.objects.home()
    made = rules.enter_rule(body.code, dict(body.titles), place, by=request.actor, at=request.at)
    return Status(201, RuleOut.of(made, None))


@router.put("/rules/{code}/draft", response=RuleOut)
@needs(KEEP)
def draft_rule(request: Request, code: str, body: DraftIn) -> RuleOut:
    """Write its draft."""
    rule = _rule(code)
    version = rules.draft_rule(rule, body.rule, reason=body.reason, by=request.actor, at=request.at)
    return RuleOut.of(rule, version)


@router.get("/rules/{code}/try", response=TriedOut)
@needs(KEEP)
def try_draft(request: Request, code: str) -> TriedOut:
    """What the draft, else what holds, would have done on past days."""
    rule = _rule(code)
    version = get_object_or_404(rule.versions.exclude(status=RuleStatus.RETIRED).order_by("-number")[:1])
    trial, unread = try_rule(version.told, rule.place, today=timezone.localdate(request.at))
    return TriedOut(
        first=trial.first, last=trial.last, firings=trial.firings, places=trial.places,
        flapped=[one.place.uuid for one in trial.flapped], unread=unread.days, looks=unread.of,
    )  # fmt: skip


@router.post("/rules/{code}/publish", response=RuleOut)
@needs(KEEP)
def publish_rule(request: Request, code: str) -> RuleOut:
    rule = _rule(code)
    return RuleOut.of(rule, rules.publish_rule(rule, by=request.actor, at=request.at))


@router.post("/rules/{code}/retire", response=RuleOut)
@needs(KEEP)
def retire_rule(request: Request, code: str, body: ReasonIn) -> RuleOut:
    rules.retire_rule(_rule(code), reason=body.reason, by=request.actor, at=request.at)
    return RuleOut.of(_rule(code), None)


@router.post("/rules/{code}/silence", response={201: SilenceOut})
@needs(SILENCE)
def silence(request: Request, code: str, body: SilenceIn) -> Status[SilenceOut]:
    """Tell nobody of its alerts for a while."""
    place = get_object_or_404(Place, uuid=body.place) if body.place else None
    until = body.until if body.until.tzinfo else timezone.make_aware(body.until)
    made = silencing.silence_alerts(
        _rule(code), place, reason=body.reason, until=until, by=request.actor, at=request.at
    )
    return Status(201, SilenceOut(uuid=made.uuid, reason=made.reason, until=made.until))


@router.post("/silences/{uuid}/lift", response=SilenceOut)
@needs(SILENCE)
def lift(request: Request, uuid: UUID) -> SilenceOut:
    found = silencing.lift_silence(get_object_or_404(Silence, uuid=uuid), by=request.actor, at=request.at)
    return SilenceOut(uuid=found.uuid, reason=found.reason, until=found.until)


@router.get("/duties", response=list[DutyOut])
@needs(SEE)
def roster(request: Request) -> list[DutyOut]:
    """This week and those to come."""
    weeks = Duty.objects.from_week(timezone.localdate(request.at))[:A_PAGE]
    return [DutyOut(monday=one.monday, post=one.post.uuid) for one in weeks]


@router.put("/duties", response=DutyOut)
@needs(DUTY)
def set_duty(request: Request, body: DutyIn) -> DutyOut:
    """Who is told in the week of that day."""
    post = get_object_or_404(Post.objects.select_related("account"), uuid=body.post)
    made = duties.set_duty(body.monday, post, by=request.actor, at=request.at)
    return DutyOut(monday=made.monday, post=post.uuid)


@router.post("/look", response=LookedOut)
@needs(ACKNOWLEDGE)
def look(request: Request) -> LookedOut:
    """Count anew and look, now."""
    looked = looking.look_now(by=request.actor, at=request.at)
    return LookedOut(fired=looked.fired, ended=looked.ended)


@router.get("/{uuid}", response=AlertOut)
@needs(SEE)
def alert(request: Request, uuid: UUID) -> AlertOut:
    return AlertOut.of(_alert(request, uuid))


@router.post("/{uuid}/acknowledge", response=AlertOut)
@needs(ACKNOWLEDGE)
def acknowledge(request: Request, uuid: UUID) -> AlertOut:
    """The one who asks has it."""
    taking.acknowledge_alert(_alert(request, uuid), by=request.actor, at=request.at)
    return AlertOut.of(_alert(request, uuid))


def _alert(request: Request, uuid: UUID) -> Alert:
    return get_object_or_404(Alert.objects.seen_by(request.rights, SEE).for_list(), uuid=uuid)


def _rule(code: str) -> Rule:
    return get_object_or_404(Rule.objects.select_related("place"), code=code)
