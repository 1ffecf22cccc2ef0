"""Help that is asked for: the nearest member who speaks the language is asked, then the head of the team, then the
commune. No request is ever left without somebody whose turn it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import NotNow, next_number, open_case
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.cases.models import Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions.teams import KEEP, office_of
from tinhso.society.teams.domain.routing import Candidate, distance_km, order, why
from tinhso.society.teams.domain.words import HELP_WORDS, Answer, Help, Position
from tinhso.society.teams.events import HelpAccepted, HelpAsked, HelpDeclined, HelpEnded, HelperAsked
from tinhso.society.teams.models import Asked, HelpRequest, Member

WORKFLOW = "teams.help"
NEIGHBOURS = 3
"""So many members are asked one after the other before the head of the team is."""
A_DAY, FROM_ONE_PHONE = timedelta(days=1), 3


class NoWayToYou(Refusal):
    sentence = _("Leave a telephone number, or the name of a neighbour who knows the way.")
    field = "phone"


class AskedAlready(Refusal):
    sentence = _("This number asked several times today. Somebody will come; call us if it is urgent.")
    field = "phone"


class NobodyThere(Refusal):
    sentence = _("No office of this commune is known here. Call us.")
    field = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for. `channel`: page, phone or counter; the other fields as in `HelpRequest`."""

    place: Place
    help: Help
    language: str = "vi"
    applicant: Person | None = None
    name: str = ""
    phone: str | None = None
    neighbour: str = ""
    words: str = ""
    channel: str = "page"


@transaction.atomic
def ask_help(wish: Wish, *, by: Actor, at: datetime) -> HelpRequest:
    """Somebody asks a member to come; the nearest who speaks the language is asked at once.

    Raises NoWayToYou, AskedAlready, NobodyThere.
    """
    phone = wish.phone or (wish.applicant.phone if wish.applicant else None)
    if not phone and not wish.neighbour.strip():
        raise NoWayToYou
    if phone and HelpRequest.objects.filter(phone=phone, asked_at__gt=at - A_DAY).count() >= FROM_ONE_PHONE:
        raise AskedAlready
    case = open_case(
        Definition.objects.published().get(code=WORKFLOW),
        ref=_number(at), title=f"{_help_in_vietnamese(wish.help)} · {wish.place.name}", applicant=wish.applicant,
        place=_commune_of(wish.place), agency=_committee_of(wish.place),
        values={"help": wish.help, "language": wish.language}, by=by, at=at, received_at=at,
        event=lambda _case: HelpAsked(
            help=wish.help, language=Code(wish.language), channel=Code(wish.channel), named=wish.applicant is not None
        ),
    )  # fmt: skip
    request = HelpRequest.objects.create(
        case=case, place=wish.place, help=wish.help, language=wish.language, name=wish.name.strip(), phone=phone,
        neighbour=wish.neighbour.strip(), words=wish.words.strip(), asked_at=at,
    )  # fmt: skip
    _ask_next(request, at=at)
    return request


@transaction.atomic
def accept_help(request: HelpRequest, member: Member, *, by: Actor, at: datetime) -> HelpRequest:
    """A member who was asked takes it on; an officer may say so for any member. Raises NotYours, NotNow."""
    request = _locked(request)
    _require_for(request, member, by=by, at=at)
    request.case = carry_out(request.case, "accept", by=by, at=at)
    Asked.objects.filter(request=request, member=member).update(answer=Answer.YES)
    request.member = member
    request.save(update_fields=["member"])

    accepted = HelpAccepted(help=Help(request.help), member=member.pk, minutes=_minutes(request, at))
    record(accepted, about=request, by=by, at=at, place=request.place_id)
    return request


@transaction.atomic
def decline_help(request: HelpRequest, member: Member, *, by: Actor, at: datetime) -> HelpRequest:
    """A member cannot: the next one is asked. Raises NotYours, NotNow."""
    request = _locked(request)
    _require_for(request, member, by=by, at=at)
    asked = Asked.objects.filter(request=request, member=member, answer=Answer.NONE).first()
    if asked is None or request.case.state != "asked":
        raise NotNow
    _go_on(request, asked, Answer.NO, by=by, at=at)
    return request


@transaction.atomic
def finish_help(request: HelpRequest, *, by: Actor, at: datetime) -> HelpRequest:
    """The person was helped. Raises NotYours, NotNow."""
    request = _locked(request)
    if request.member is None or request.member.person.uuid != by.person:
        require(by, KEEP, at=at, place=request.place_id)
    return _end(request, "finish", by=by, at=at)


@transaction.atomic
def withdraw_help(request: HelpRequest, *, holder: bool = False, by: Actor, at: datetime) -> HelpRequest:
    """It is no longer needed; `holder`: who says so holds the slip. Raises NotYours, NotNow."""
    request = _locked(request)
    own = by.for_person or by.person
    if not holder and (own is None or own != request.case.applicant_id):
        require(by, KEEP, at=at, place=request.place_id)
    return _end(request, "withdraw", by=by, at=at)


@transaction.atomic
def close_help(request: HelpRequest, *, reason: str, by: Actor, at: datetime) -> HelpRequest:
    """Nobody could help. Raises NotYours, NotNow, AnswerMissing."""
    request = _locked(request)
    require(by, KEEP, at=at, place=request.place_id)
    return _end(request, "close", answers={"reason": reason}, by=by, at=at)


@transaction.atomic
def ask_member(request: HelpRequest, member: Member, *, by: Actor, at: datetime) -> HelpRequest:
    """An officer asks a member of their choice. Raises NotYours, NotNow."""
    request = _locked(request)
    require(by, KEEP, at=at, place=request.place_id)
    if request.case.state != "asked":
        request.case = carry_out(request.case, "ask", by=by, at=at)
    request.member = None
    request.save(update_fields=["member"])
    candidate = next(one for one in _candidates(request, [member]))
    Asked.objects.filter(request=request, answer=Answer.NONE).update(answer=Answer.SILENT)
    _ask(request, member, candidate, head=False, by=by, at=at)
    return request


def go_on_without_silent(*, at: datetime) -> int:
    """Whoever did not answer in time is passed over. Says how many."""
    silent = list(Asked.objects.silent(at).order_by("until").values_list("pk", flat=True)[:500])
    return sum(_pass_over(pk, at=at) for pk in silent)


def forget_asker(person: UUID) -> None:
    """Someone is forgotten: no telephone, no name and no word of theirs stays with what they asked for."""
    HelpRequest.objects.of_person(person).update(name="", phone=None, neighbour="", words="")


@transaction.atomic
def _pass_over(pk: int, *, at: datetime) -> bool:
    request = _locked(HelpRequest.objects.get(asked=pk))
    asked = Asked.objects.silent(at).select_related("member").filter(pk=pk).first()
    if asked is not None:
        _go_on(request, asked, Answer.SILENT, by=Actor.system(), at=at)
    return asked is not None


def _go_on(request: HelpRequest, asked: Asked, answer: Answer, *, by: Actor, at: datetime) -> None:
    Asked.objects.filter(pk=asked.pk).update(answer=answer)
    declined = HelpDeclined(member=asked.member_id, silent=answer is Answer.SILENT)
    record(declined, about=request, by=by, at=at, place=request.place_id)
    _ask_next(request, at=at, to_head=answer is Answer.SILENT)


def _ask_next(request: HelpRequest, *, at: datetime, to_head: bool = False) -> None:
    """Ask the next member; the head of the village's team once somebody was silent or enough were asked; then the
    commune's officers have it."""
    by, asked = Actor.system(), set(request.asked.values_list("member", flat=True))
    near = Member.objects.now().filter(team__place__path__startswith=_commune_of(request.place).path)
    free = [one for one in near.select_related("team__place", "person") if one.pk not in asked]
    heads = [one for one in free if one.position == Position.HEAD and one.team.place_id == request.place_id]
    wants_head = to_head or len(asked) >= NEIGHBOURS
    chosen = order(_candidates(request, heads if wants_head else free))
    if not chosen:
        request.case = carry_out(request.case, "escalate", by=by, at=at)
        return
    member = next(one for one in free if one.pk == chosen[0].member)
    _ask(request, member, chosen[0], head=wants_head, by=by, at=at)


def _ask(request: HelpRequest, member: Member, candidate: Candidate, *, head: bool, by: Actor, at: datetime) -> None:
    until = at + timedelta(hours=settings.TEAMS_ANSWER_HOURS)
    with override("vi"):
        told = why(candidate, language=request.language_said)
    Asked.objects.update_or_create(
        request=request, member=member,
        defaults={"why": told[:200], "answer": Answer.NONE, "asked_at": at, "until": until},
    )  # fmt: skip
    asked = HelperAsked(member=member.pk, until=until, head=head)
    record(asked, about=request, by=by, at=at, place=request.place_id)


def _candidates(request: HelpRequest, members: Sequence[Member]) -> list[Candidate]:
    waiting = Q(asked__answer=Answer.NONE, asked__request__case__state="asked")
    rows = Member.objects.filter(pk__in=[one.pk for one in members])
    busy = dict(rows.annotate(many=Count("asked", filter=waiting)).values_list("pk", "many"))
    here = _centre(request.place)
    return [
        Candidate(
            member=one.pk,
            speaks=request.language in one.languages,
            km=0 if one.team.place_id == request.place_id else distance_km(here, _centre(one.team.place)),
            skilled=request.help in one.skills,
            busy=busy.get(one.pk, 0),
        )
        for one in members
    ]


def _centre(place: Place) -> tuple[float, float] | None:
    return (place.lat, place.lon) if place.lat is not None and place.lon is not None else None


def _end(
    request: HelpRequest, action: str, *, answers: dict[str, str] | None = None, by: Actor, at: datetime
) -> HelpRequest:
    request.case = carry_out(request.case, action, answers=answers, by=by, at=at)
    ended = HelpEnded(
        help=Help(request.help), language=Code(request.language), how=Code(request.case.outcome),
        minutes=_minutes(request, at),
    )  # fmt: skip
    record(ended, about=request, by=by, at=at, place=request.place_id)
    return request


def _locked(request: HelpRequest) -> HelpRequest:
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("case", "place__parent", "member__person")
    return rows.get(pk=request.pk)


def _require_for(request: HelpRequest, member: Member, *, by: Actor, at: datetime) -> None:
    """Raise NotYours unless the actor is the member, and was asked; or keeps the teams there."""
    asked = Asked.objects.filter(request=request, member=member).exists()
    if by.person is None or by.person != member.person.uuid or not asked:
        require(by, KEEP, at=at, place=request.place_id)
    if member.left_at is not None:
        raise NotYours


def _minutes(request: HelpRequest, at: datetime) -> int:
    return max(int((at - request.asked_at).total_seconds() // 60), 0)


def _commune_of(place: Place) -> Place:
    return place.parent if place.kind == Kind.VILLAGE and place.parent else place


def _committee_of(place: Place) -> Organisation:
    office = office_of(_commune_of(place))
    if office is None:
        raise NobodyThere
    return office


def _number(at: datetime) -> str:
    """`GN-261122-0042`: the day and a number that people can say."""
    day = timezone.localdate(at)
    return f"GN-{day:%y%m%d}-{next_number(f'help:{day:%m%d}', day.year):04}"


def _help_in_vietnamese(help_: Help) -> str:
    with override("vi"):
        return str(HELP_WORDS[help_])
