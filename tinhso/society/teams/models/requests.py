"""Help that was asked for, and who was asked to give it. State and clock are the case's."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.cases.models import Case
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text
from tinhso.society.teams.domain.words import ANSWER_WORDS, HELP_WORDS, Answer, Help
from tinhso.society.teams.models.teams import Member

KEEP = "keep_teams"


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    """Questions about requests."""

    def open(self) -> Self:
        return self.filter(case__ended_at=None)

    def for_page(self) -> Self:
        return self.select_related(
            "case__definition", "case__agency", "case__applicant", "place__parent", "member__person"
        )

    def waiting_for(self, person: uuid.UUID | None) -> Self:
        """Open ones that somebody is asked to help with, or has taken on."""
        mine = Member.objects.now().of_person(person)
        asked = Q(asked__member__in=mine, asked__answer=Answer.NONE, case__state="asked")
        return self.open().filter(asked | Q(member__in=mine, case__state="coming")).distinct()

    def reached(self, rights: Rights, person: uuid.UUID | None) -> Self:
        """One's own, those that wait for one or that one took on, those of the places whose teams one keeps."""
        places = rights.places(KEEP) if rights.may(KEEP) else frozenset[int]()
        if places is None:
            return self
        own = Q(case__applicant=person) if person else Q(pk=None)
        waiting = HelpRequest.objects.waiting_for(person).values("pk")
        return self.filter(own | Q(pk__in=waiting) | Q(place__in=places))

    def oldest_first(self, after: int | None) -> Self:
        """The oldest first, those after the end of a page."""
        return (self if after is None else self.filter(pk__gt=after)).order_by("pk")

    def of_person(self, person: uuid.UUID) -> Self:
        """Those that someone asked for, under any row that was merged into theirs."""
        return self.filter(Q(case__applicant=person) | Q(case__applicant__merged_into__uuid=person))


class HelpRequest(models.Model):
    """Somebody wants a member of the team to come.

    place      the village where help is wanted
    name       as it was told, where who asks is not in the register; with phone and neighbour the way to find them
    phone      E.164; `neighbour`: whom to ask where they live, for households without a telephone
    member     who has taken it on
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="help_request")
    place = models.ForeignKey(Place, models.PROTECT, related_name="help_requests")
    help = models.CharField(max_length=10)
    language = models.CharField(max_length=12, default="vi")
    name = models.CharField(max_length=80, default="", blank=True)
    phone = models.CharField(max_length=16, null=True, blank=True)
    neighbour = models.CharField(max_length=120, default="", blank=True)
    words = models.TextField(default="", blank=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="helps")
    asked_at = models.DateTimeField()

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(help__in=[one.value for one in Help]), name="help_request_help_known")
        ]
        indexes = [models.Index(fields=["phone", "asked_at"], name="help_asked_by_phone")]  # asked too often today?

    @property
    def ref(self) -> str:
        return self.case.ref

    @property
    def help_said(self) -> Text:
        return HELP_WORDS[Help(self.help)]

    @property
    def language_said(self) -> str:
        known = languages().get(self.language)
        return known.name if known else self.language

    @property
    def phone_said(self) -> str:
        return spoken_phone(self.phone) if self.phone else ""

    @property
    def who(self) -> str:
        """Who asks, as it is known."""
        return self.case.applicant.full_name if self.case.applicant else self.name


class AskedQuerySet(models.QuerySet["Asked"]):
    """Questions about who was asked."""

    def silent(self, at: datetime) -> Self:
        """Those who should have answered by now, of requests that still wait for them."""
        return self.filter(answer=Answer.NONE, until__lte=at, request__case__state="asked")


class Asked(models.Model):
    """A member was asked: why just this one, until when, what they answered."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="asked")
    member = models.ForeignKey(Member, models.PROTECT, related_name="asked")
    why = models.CharField(max_length=200)
    answer = models.CharField(max_length=8, default=Answer.NONE, blank=True)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "member"], name="member_asked_once_a_request"),
            models.CheckConstraint(condition=Q(answer__in=[one.value for one in Answer]), name="asked_answer_known"),
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(answer=""), name="asked_without_answer")  # who was silent
        ]

    @property
    def answer_said(self) -> Text:
        return ANSWER_WORDS[Answer(self.answer)]
