"""What teams plan and do, whom they helped by what, and when someone last came to a village."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.people.models import Household
from tinhso.core.places.models import Place
from tinhso.kit.passport import Text
from tinhso.society.teams.domain.words import (
    ACTIVITY_ICONS,
    ACTIVITY_STATES,
    ACTIVITY_WORDS,
    HELP_WORDS,
    ActivityKind,
    ActivityState,
    Help,
)
from tinhso.society.teams.models.teams import Member, Team


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def done(self) -> Self:
        return self.filter(state=ActivityState.DONE)

    def planned(self) -> Self:
        return self.filter(state=ActivityState.PLANNED)

    def due_by(self, day: date) -> Self:
        """Planned for a day or before it, the earliest first."""
        return self.planned().filter(on__lte=day).order_by("on", "pk")

    def for_page(self) -> Self:
        return self.select_related("team__place__parent", "place")

    def before(self, last: Activity | None) -> Self:
        """The newest first, those after the end of a page."""
        earlier = Q(on__lt=last.on) | Q(on=last.on, pk__lt=last.pk) if last else Q()
        return self.filter(earlier).order_by("-on", "-pk")


class Activity(models.Model):
    """A visit to a household, a help desk on market day, a training, a campaign.

    on         the day for which it is planned, then the day on which it was done
    household  that was visited, where its number is known
    language   mostly spoken, a code of the languages of the province
    people     helped; by what says `Given`. `taught`: how many learnt something
    words      what there is to say of it, or why it was called off
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=8)
    team = models.ForeignKey(Team, models.PROTECT, related_name="activities", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="team_activities", db_index=False)
    title = models.CharField(max_length=120, default="", blank=True)
    on = models.DateField()
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=12, default="vi")
    people = models.PositiveIntegerField(default=0)
    taught = models.PositiveIntegerField(default=0)
    words = models.TextField(default="", blank=True)
    members = models.ManyToManyField(Member, related_name="activities")
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ActivityKind]), name="activity_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ActivityState]), name="activity_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "on"], name="activities_of_a_team"),  # today's plan, a team's story
            models.Index(fields=["place", "state", "on"], name="activities_at_a_place"),  # numbers by village
        ]

    @property
    def kind_said(self) -> Text:
        return ACTIVITY_WORDS[ActivityKind(self.kind)]

    @property
    def state_said(self) -> Text:
        return ACTIVITY_STATES[ActivityState(self.state)]

    @property
    def icon(self) -> str:
        return ACTIVITY_ICONS[ActivityKind(self.kind)]


class Given(models.Model):
    """How many people were helped by one thing in an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="given")
    help = models.CharField(max_length=10)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "help"], name="help_given_once_an_activity"),
            models.CheckConstraint(condition=Q(help__in=[one.value for one in Help]), name="help_known"),
        ]

    @property
    def said(self) -> Text:
        return HELP_WORDS[Help(self.help)]


class ActivityPhoto(models.Model):
    """A photo of an activity; `file` is a `files.File` uuid."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    file = models.UUIDField(unique=True)


class Cover(models.Model):
    """The last day on which a team did something in a village: what the map of cover asks for thousands of villages."""

    place = models.OneToOneField(Place, models.PROTECT, related_name="cover")
    last_on = models.DateField()


class CoverLine:
    """A village with the days since somebody was there; None: nobody ever was."""

    def __init__(self, place: Place, last_on: date | None, team: uuid.UUID | None, today: date) -> None:
        self.place, self.last_on, self.team = place, last_on, team
        self.days = max((today - last_on).days, 0) if last_on else None


def cover_of(commune: Place, today: date) -> list[CoverLine]:
    """Every standing village of a commune, those where nobody was for longest first."""
    villages = Place.objects.current().villages().within(commune)
    told = villages.select_related("cover").prefetch_related(
        models.Prefetch("teams", Team.objects.standing(), to_attr="standing_teams")
    )
    lines = [CoverLine(one, _last_on(one), _team(one), today) for one in told]
    return sorted(lines, key=lambda line: (line.days is not None, -(line.days or 0), line.place.sort_key))


def _last_on(place: Place) -> date | None:
    cover: Cover | None = getattr(place, "cover", None)
    return cover.last_on if cover else None


def _team(place: Place) -> uuid.UUID | None:
    standing: list[Team] = getattr(place, "standing_teams", [])
    return standing[0].uuid if standing else None


def covered(province: Place, today: date, days: int) -> dict[int, tuple[int, int]]:
    """For each commune that has a team: villages where somebody was within so many days, and all its standing
    villages. Of a commune without teams nothing is known. One query."""
    lately = models.Count("pk", filter=Q(cover__last_on__gte=today - timedelta(days=days)))
    has_team = models.Exists(Team.objects.standing().filter(place=models.OuterRef("pk")))
    villages = Place.objects.current().villages().within(province).order_by().annotate(has_team=has_team)
    counted = villages.values("parent").annotate(
        lately=lately, all=models.Count("pk"), formed=models.Count("pk", filter=Q(has_team=True))
    )
    rows = counted.filter(formed__gt=0).values_list("parent", "lately", "all")
    return {parent: (some, many) for parent, some, many in rows if parent is not None}
