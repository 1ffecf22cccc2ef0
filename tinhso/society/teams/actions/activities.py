"""What a team plans and does: visits, help desks, trainings, campaigns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PHOTOS
from tinhso.core.people.models import Household
from tinhso.events.definitions import Code
from tinhso.events.log import Fact, record, record_all
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions.teams import KEEP, locked, note_cover
from tinhso.society.teams.domain.words import ActivityKind, ActivityState, Help
from tinhso.society.teams.events import ActivityCalledOff, ActivityDone, ActivityPlanned, HelpGiven
from tinhso.society.teams.models import Activity, ActivityPhoto, Given, Member, Team

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

SEE = "see_teams"
LATEST, MOST_PEOPLE, MOST_PHOTOS = timedelta(days=90), 2_000, 12


class NotDoneYet(Refusal):
    sentence = _("This day is still to come. Write it down when it is done.")
    field = "on"


class TooLongAgo(Refusal):
    sentence = _("This is more than three months ago. Tell the officer of your commune.")
    field = "on"


class NothingDone(Refusal):
    sentence = _("Say by what you helped, or how many people learnt something.")
    field = "helped"


class AlreadyOver(Refusal):
    sentence = _("This was written down already.")


class PhotosEnough(Refusal):
    sentence = _("There are enough photos of this. Choose the best ones.")
    field = "photo"


class PlannedInThePast(Refusal):
    sentence = _("Plan it for today or a day to come.")
    field = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of an activity.

    on         the day on which it was done
    helped     people helped by each thing; `people` how many there were in all
    household  the number on the household's paper, where it is known
    photos     as they arrive
    """

    on: date
    helped: Mapping[Help, int] = field(default_factory=dict)
    people: int = 0
    taught: int = 0
    language: str = "vi"
    words: str = ""
    household: str = ""
    photos: "Sequence[UploadedFile]" = ()


@transaction.atomic
def plan_activity(
    team: Team, *, kind: ActivityKind, title: str, on: date, members: Collection[Member], by: Actor, at: datetime
) -> Activity:
    """Plan something for a day. Raises NotYours, TeamGone, PlannedInThePast."""
    team = locked(team)
    require_in(team, by=by, at=at)
    if on < timezone.localdate(at):
        raise PlannedInThePast

    activity = Activity.objects.create(
        kind=kind, state=ActivityState.PLANNED, team=team, place_id=team.place_id, title=title.strip(), on=on,
        written_by_id=by.account, written_at=at,
    )  # fmt: skip
    activity.members.set(_of_team(team, members))

    record(ActivityPlanned(kind=kind), about=activity, by=by, at=at, place=team.place_id)
    return activity


@transaction.atomic
def record_visit(team: Team, result: Result, *, members: Collection[Member], by: Actor, at: datetime) -> Activity:
    """A household was visited. Raises NotYours, TeamGone, NotDoneYet, TooLongAgo, NothingDone, FileRefused."""
    team = locked(team)
    require_in(team, by=by, at=at)
    _refuse_result(result, at=at)
    activity = Activity(kind=ActivityKind.VISIT, team=team, place_id=team.place_id)
    return _done(activity, result, _of_team(team, members), by=by, at=at)


@transaction.atomic
def finish_activity(
    activity: Activity, result: Result, *, members: Collection[Member], by: Actor, at: datetime
) -> Activity:
    """What was planned was done. Raises NotYours, AlreadyOver, NotDoneYet, TooLongAgo, NothingDone, FileRefused."""
    activity = _planned(activity)
    require_in(activity.team, by=by, at=at)
    _refuse_result(result, at=at)
    return _done(activity, result, _of_team(activity.team, members), by=by, at=at)


@transaction.atomic
def call_off(activity: Activity, *, why: str, by: Actor, at: datetime) -> Activity:
    """What was planned is not done. Raises NotYours, AlreadyOver."""
    activity = _planned(activity)
    require_in(activity.team, by=by, at=at)

    activity.state, activity.words = ActivityState.OFF, why.strip()
    activity.save(update_fields=["state", "words"])

    called_off = ActivityCalledOff(kind=ActivityKind(activity.kind))
    record(called_off, about=activity, by=by, at=at, place=activity.place_id)
    return activity


@transaction.atomic
def add_photo(activity: Activity, photo: "UploadedFile", *, by: Actor, at: datetime) -> Activity:
    """One more photo of what was done. Raises NotYours, NotDoneYet, PhotosEnough, FileRefused."""
    activity = Activity.objects.select_for_update(of=("self",)).select_related("team").get(pk=activity.pk)
    require_in(activity.team, by=by, at=at)
    if activity.state != ActivityState.DONE:
        raise NotDoneYet
    if activity.photos.count() >= MOST_PHOTOS:
        raise PhotosEnough

    _keep_photos(activity, [photo], by=by, at=at)
    return activity


def require_in(team: Team, *, by: Actor, at: datetime) -> None:
    """Raise NotYours unless the actor is a member of the team, or keeps the teams of its commune."""
    if not Member.objects.now().of_person(by.person).filter(team=team).exists():
        require(by, KEEP, at=at, place=team.place_id)


def _planned(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("team")
    found = rows.get(pk=activity.pk)
    if found.state != ActivityState.PLANNED:
        raise AlreadyOver
    return found


def _of_team(team: Team, members: Collection[Member]) -> list[Member]:
    """Those who really are in the team."""
    return list(Member.objects.now().filter(team=team, pk__in=[member.pk for member in members]))


def _refuse_result(result: Result, *, at: datetime) -> None:
    today = timezone.localdate(at)
    if result.on > today:
        raise NotDoneYet
    if result.on < today - LATEST:
        raise TooLongAgo
    if not any(result.helped.values()) and not result.taught:
        raise NothingDone


def _done(activity: Activity, result: Result, members: Sequence[Member], *, by: Actor, at: datetime) -> Activity:
    activity.state, activity.on = ActivityState.DONE, result.on
    activity.people = min(max([result.people, *result.helped.values()]), MOST_PEOPLE)
    activity.taught, activity.language = min(result.taught, MOST_PEOPLE), result.language
    activity.words, activity.household = result.words.strip(), _household(activity, result.household)
    activity.written_by_id, activity.written_at = by.account, at
    activity.save()
    activity.members.set(members)
    given = {help_: people for help_, people in result.helped.items() if people}
    Given.objects.bulk_create(Given(activity=activity, help=one, people=people) for one, people in given.items())
    _keep_photos(activity, result.photos, by=by, at=at)
    note_cover(activity.place_id, activity.on)
    _record_done(activity, given, by=by, at=at)
    return activity


def _household(activity: Activity, number: str) -> Household | None:
    """The household with the number on its paper; two with one number are none."""
    found = list(Household.objects.filter(place=activity.place_id, number=number.strip())[:2]) if number.strip() else []
    return found[0] if len(found) == 1 else None


def _keep_photos(activity: Activity, photos: "Sequence[UploadedFile]", *, by: Actor, at: datetime) -> None:
    for upload in photos:
        kept = keep_file(
            upload, rules=PHOTOS, about=activity, place=activity.place_id, permission=SEE, by=by, at=at, field="photo"
        )
        ActivityPhoto.objects.create(activity=activity, file=kept.uuid)


def _record_done(activity: Activity, given: Mapping[Help, int], *, by: Actor, at: datetime) -> None:
    spoken = Code(activity.language)
    done = ActivityDone(
        kind=ActivityKind(activity.kind), language=spoken, people=activity.people, taught=activity.taught,
        household=activity.household_id is not None,
    )  # fmt: skip
    helped = [HelpGiven(help=help_, language=spoken, people=people) for help_, people in given.items()]
    record_all([Fact(one, activity, activity.place_id) for one in (done, *helped)], by=by, at=at)
