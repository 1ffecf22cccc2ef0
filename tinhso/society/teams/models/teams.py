"""Teams and who is in them."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Count, Q

from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.models import Person
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text
from tinhso.society.teams.domain.words import HELP_WORDS, POSITION_WORDS, Help, Position


class TeamQuerySet(models.QuerySet["Team"]):
    """Questions about teams."""

    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def within(self, places: frozenset[int] | None) -> Self:
        """Those of some places; None is everywhere."""
        return self if places is None else self.filter(place__in=places)

    def reached(self, rights: Rights, permission: str) -> Self:
        """Standing teams where the asker holds the permission."""
        return self.standing().within(rights.places(permission)).select_related("place__parent")

    def worked_in(self, rights: Rights, person: uuid.UUID | None, permission: str) -> Self:
        """Standing teams in which one is a member, or where one holds the permission."""
        places = rights.places(permission) if rights.may(permission) else frozenset[int]()
        mine = Q(pk__in=Member.objects.now().of_person(person).values("team"))
        found = self.standing().select_related("place__parent")
        return found if places is None else found.filter(mine | Q(place__in=places))

    def below(self, place: Place) -> Self:
        """Those of a place and of all below it."""
        return self.filter(place__path__startswith=place.path)

    def listed(self, last: tuple[str, int] | None) -> Self:
        """By the name of the village, those after the end of a page, with what a line shows."""
        found = self if last is None else self.filter(_after(*last))
        counted = found.annotate(members_now=Count("members", filter=Q(members__left_at=None)))
        return counted.select_related("place__parent").order_by("place__sort_key", "pk")


def _after(name: str, pk: int) -> Q:
    return Q(place__sort_key__gt=name) | Q(place__sort_key=name, pk__gt=pk)


class Team(models.Model):
    """The community digital technology team of a village (or of a commune as a whole).

    successor   the team that took over its members when villages became one
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="teams", db_index=False)
    formed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(ended_at=None), name="one_team_a_place"),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(ended_at__isnull=False), name="team_successor_only_when_ended"
            ),
        ]
        indexes = [models.Index(fields=["place"], name="teams_of_a_place")]  # lists and maps by place

    @property
    def name(self) -> str:
        """`Bản Co, Xã Mường Lạn`: a team is called by its village."""
        above = self.place.parent if self.place.kind == "village" else None
        return f"{self.place.full_name}, {above.full_name}" if above else self.place.full_name

    @property
    def commune(self) -> Place:
        """The commune whose team it is."""
        above = self.place.parent if self.place.kind == Kind.VILLAGE else None
        return above or self.place


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about members."""

    def now(self) -> Self:
        """Members of standing teams."""
        return self.filter(left_at=None, team__ended_at=None)

    def of_person(self, person: uuid.UUID | None) -> Self:
        """Where someone is a member, under any row that was merged into theirs."""
        return self.filter(Q(person__uuid=person) | Q(person__merged_into__uuid=person)) if person else self.none()

    def for_page(self) -> Self:
        """Head first, then by name, with what a page shows."""
        return self.select_related("person", "team__place__parent").order_by("rank", "person__sort_key", "pk")

    def shown_to_all(self) -> Self:
        """Those who let neighbours see their name and telephone."""
        return self.now().filter(shown_at__isnull=False)


class Member(models.Model):
    """Someone in a team. Many have no account: what they do is written down by another of the team or an officer.

    phone      E.164, for the work of the team; the person's own may be another
    area       which houses are theirs, in words
    shown_at   since when neighbours may see first name and telephone; empty: they did not agree
    rank       the order of positions, for lists
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="team_members")
    position = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField(default=2)
    phone = models.CharField(max_length=16, null=True, blank=True)
    languages = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    area = models.CharField(max_length=200, default="", blank=True)
    shown_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], condition=Q(left_at=None), name="member_once_a_team"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(left_at=None, position=Position.HEAD.value), name="one_head_a_team"
            ),
            models.CheckConstraint(
                condition=Q(position__in=[one.value for one in Position]), name="member_position_known"
            ),
        ]

    @property
    def position_said(self) -> Text:
        return POSITION_WORDS[Position(self.position)]

    @property
    def phone_said(self) -> str:
        return spoken_phone(self.phone) if self.phone else ""

    @property
    def languages_said(self) -> list[str]:
        return [languages()[code].name for code in self.languages if code in languages()]

    @property
    def skills_said(self) -> list[Text]:
        return [HELP_WORDS[Help(code)] for code in self.skills]


class Training(models.Model):
    """A training that a member took."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="trainings")
    title = models.CharField(max_length=120)
    on = models.DateField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "title"], name="training_once_a_member"),
        ]
