"""Awards: which there are, who was proposed for what, and what the council said. State and clock are the case's."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tinhso.core.accounts.models import Account
from tinhso.core.cases.models import Case
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.passport import Text
from tinhso.society.teams.domain.allowances import names
from tinhso.society.teams.domain.awarding import PROPOSER_WORDS, SAYS_WORDS, Level, Proposer, Says, Span, Whom
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Work
from tinhso.society.teams.models.news import News
from tinhso.society.teams.models.teams import Member, Team

SEE = "see_teams"
PROPOSED, COUNCIL, DECISION, GRANTED = "proposed", "council", "decision", "granted"
"""States of a proposal."""


class AwardKind(models.Model):
    """An award that can be given, as data.

    proposers   codes of `Proposer`; `council`: so many opinions are needed before it is decided
    source      the law or decision it stands on, in words
    closed_at   since when nobody is proposed for it any more
    """

    code = models.CharField(max_length=40, unique=True)
    titles = models.JSONField(default=dict)
    level = models.CharField(max_length=10)
    whom = models.CharField(max_length=10)
    span = models.CharField(max_length=10)
    proposers = models.JSONField(default=list)
    council = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[one.value for one in Level]), name="award_level_known"),
            models.CheckConstraint(condition=Q(whom__in=[one.value for one in Whom]), name="award_whom_known"),
            models.CheckConstraint(condition=Q(span__in=[one.value for one in Span]), name="award_span_known"),
            models.CheckConstraint(condition=Q(council__gte=1), name="award_has_a_council"),
        ]

    @property
    def title(self) -> str:
        return names(self.titles, self.code, get_language() or "vi")

    @property
    def proposers_said(self) -> list[Text]:
        return [PROPOSER_WORDS[Proposer(one)] for one in self.proposers]


class AwardQuerySet(models.QuerySet["Award"]):
    """Questions about proposals."""

    def open(self) -> Self:
        return self.filter(case__ended_at=None)

    def for_page(self) -> Self:
        return self.select_related(
            "case__definition", "case__agency", "case__place", "kind", "team__place__parent", "member__person",
            "proposed_by__person",
        )  # fmt: skip

    def reached(self, rights: Rights, by: Actor) -> Self:
        """Those of places where the asker sees teams; else one's own proposals, those one has a seat for, and of
        one's own team what it was proposed for as a whole, what was given, and what is about oneself."""
        places = rights.places(SEE) if rights.may(SEE) else frozenset[int]()
        if places is None:
            return self
        own, account = Member.objects.now().of_person(by.person), by.account or 0
        seats = Seat.objects.filter(account=account).values("award")
        team = Q(team__in=own.values("team")) & (Q(member=None) | Q(case__state=GRANTED))
        return self.filter(
            team | Q(member__in=own) | Q(proposed_by=account) | Q(pk__in=seats) | Q(team__place__in=places)
        )

    def waiting_for(self, account: int | None) -> Self:
        """Those about which the council is asked, and this member of it has said nothing yet."""
        return self.filter(case__state=COUNCIL, seats__account=account or 0, seats__says=Says.NOTHING)

    def of_person(self, person: uuid.UUID) -> Self:
        """Those for which someone was proposed by name, under any row that was merged into theirs."""
        return self.filter(Q(member__person__uuid=person) | Q(member__person__merged_into__uuid=person))

    def newest_first(self, after: int | None) -> Self:
        """The newest first, those after the end of a page."""
        return (self if after is None else self.filter(pk__lt=after)).order_by("-pk")


class Award(models.Model):
    """A team or a member is proposed for an award, for a quarter or a year.

    reasons   why, as the proposer wrote it; `words`: of the decision
    visits, people, taught, households   what the numbers proved on the day of the proposal; they stay
    paper     the decision as a `files.File` uuid; `news`: by which the team was told
    live      neither withdrawn nor lapsed: one for each team or member, kind and period
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="award")
    kind = models.ForeignKey(AwardKind, models.PROTECT, related_name="awards")
    team = models.ForeignKey(Team, models.PROTECT, related_name="awards")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="awards")
    period = models.CharField(max_length=7)
    reasons = models.TextField(max_length=2000, default="", blank=True)
    words = models.TextField(max_length=2000, default="", blank=True)
    visits = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    taught = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    paper = models.UUIDField(null=True)
    news = models.ForeignKey(News, models.SET_NULL, null=True, related_name="+")
    live = models.BooleanField(default=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "team"], condition=Q(live=True, member=None),
                name="one_award_a_team_and_period",
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "member"], condition=Q(live=True, member__isnull=False),
                name="one_award_a_member_and_period",
            ),
        ]  # fmt: skip

    @property
    def ref(self) -> str:
        return self.case.ref

    @property
    def work(self) -> Work:
        return Work(self.visits, self.people, self.taught, self.households)

    @property
    def of_period(self) -> Period:
        period = Period.read(self.period)
        if period is None:
            raise ValueError(f"award {self.pk} has no period")
        return period

    @property
    def who(self) -> str:
        """Whose award it is."""
        return f"{self.member.person.shown}, {self.team.name}" if self.member else self.team.name

    def state_said(self) -> str:
        return self.case.rule.title.said(get_language() or "vi")


class Seat(models.Model):
    """A seat in the council about one award, and what its holder said: once."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="seats")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    says = models.CharField(max_length=10, default="", blank=True)
    words = models.CharField(max_length=500, default="", blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "account"], name="one_seat_an_account"),
            models.CheckConstraint(condition=Q(says__in=[one.value for one in Says]), name="seat_says_known"),
            models.CheckConstraint(condition=Q(says="", said_at=None) | ~Q(says="") & Q(said_at__isnull=False),
                                   name="seat_said_at_some_time"),
        ]  # fmt: skip

    @property
    def says_said(self) -> Text:
        return SAYS_WORDS[Says(self.says)]
