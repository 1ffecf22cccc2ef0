"""What people say: the petition, what lies with it, and what of it all may read.

State, owner and clock are the case's (`core.cases`); here stands what only a petition has.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import reach_of
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.words import FileKind, Kind, Side, Way
from tinhso.government.petitions.models.rules import RuleBook
from tinhso.government.petitions.models.topics import Topic
from tinhso.kit.actors import Rights


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Questions about petitions."""

    def for_page(self) -> Self:
        """With all that a page shows, in one query."""
        return self.select_related(
            "case__definition", "case__applicant__home__parent", "case__place", "case__agency", "case__owner__person",
            "topic", "place__parent", "joined_to__case", "split_from__case",
        )  # fmt: skip

    def of_person(self, person: uuid.UUID) -> Self:
        """What someone sent or had sent, also under a row of theirs that was merged into this one."""
        mine = Q(case__applicant=person) | Q(case__applicant__merged_into__uuid=person)
        return self.filter(mine).order_by("-sent_at", "-id")

    def within_reach(self, rights: Rights, permission: str = "handle_cases") -> Self:
        """Those whose case lies where the asker holds the permission."""
        return self.filter(reach_of(rights, permission, through="case__"))


class Petition(models.Model):
    """One thing that somebody said: a complaint, a question, a suggestion, or that something is broken.

    place       the village or commune it is about; whose desk has it says the case
    lat, lon    WGS 84, only if somebody pointed there; never asked for
    assisted    somebody else typed it: at a counter, on the telephone, as a helper
    anonymous   whoever sent it does not want to be named: no account and no person stands anywhere, not in the log
    language    in which it was said, a code of the languages of the province
    may_show    whether who sent it said that all may see it; never taken for granted (Law 91/2025/QH15, article 9)
    book, rule  the version of the rules and the rule of it that found the desk; empty: the topic's own desk
    joined_to   the first petition about the same thing: one answer reaches all
    split_from  the petition of which this was one part
    reopened_at when who asked was not content, and it was taken up again: once
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="petition")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="petitions", db_index=False)
    words = models.TextField(default="", blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="petitions", db_index=False)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    channel = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    assisted = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="vi")
    urgent = models.BooleanField(default=False)
    may_show = models.BooleanField(default=False)
    book = models.ForeignKey(RuleBook, models.PROTECT, null=True, related_name="+", db_index=False)
    rule = models.CharField(max_length=60, default="", blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined", db_index=False)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", db_index=False)
    sent_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="petition_kind_known"),
            models.CheckConstraint(condition=Q(channel__in=[way.value for way in Way]), name="petition_way_known"),
            models.CheckConstraint(
                condition=Q(joined_to=None) | ~Q(joined_to=F("id")), name="petition_joined_to_another"
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="petition_is_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-sent_at"], name="petitions_of_a_place"),  # likeness, map, numbers
            models.Index(fields=["topic", "-sent_at"], name="petitions_of_a_topic"),  # likeness, numbers
            models.Index(fields=["joined_to"], condition=Q(joined_to__isnull=False), name="petitions_joined_to_one"),
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="parts_of_a_petition"),
        ]

    @property
    def ref(self) -> str:
        """The code that people say and write."""
        return self.case.ref


class PetitionFile(models.Model):
    """A photo, a voice note or a paper that lies with a petition; `file` is a `files.File` uuid."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="files")
    file = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in FileKind])
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FileKind]), name="petition_file_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in Side]), name="petition_file_side_known"
            ),
        ]
