"""Posts, and who stands in for whom."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.domain.rights import NEEDS_TWO, Role
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions.reading import Acted, names_agencies
from tinhso.core.places.models import Place

_LASTING = Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at"))


class PostQuerySet(models.QuerySet["Post"]):
    """Questions about posts."""

    def in_force(self, at: datetime) -> Self:
        """Posts that give rights at this moment: begun, not ended, and confirmed where two persons must agree."""
        confirmed = ~Q(role__in=[role.value for role in NEEDS_TWO]) | Q(confirmed_at__lte=at)
        return self.filter(confirmed, Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)

    def not_ended(self, at: datetime) -> Self:
        """Posts in force, still to begin, or still to be confirmed."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def carrying(self, role: str, *, places: Collection[int], agency: int | None, at: datetime) -> Self:
        """Posts in force that carry a role at one of some places and an office, which may be of an office above it.

        places   ids of a place and those above it
        agency   id of the office; None: of any, for roles that look over all agencies
        """
        here = self.in_force(at).filter(role=role, place__in=places, account__is_active=True)
        if agency is None:
            return here
        office = Organisation.objects.filter(pk=agency)
        above = Q(organisation__in=office.values("parent")) | Q(organisation__in=office.values("parent__parent"))
        return here.filter(Q(organisation=agency) | above)


class Post(models.Model):
    """What an account does for an organisation: a role in a part of the place tree, from a moment to a moment.

    place          the root of that part; everything below it belongs to the post
    confirmed_at   when a second person agreed; asked of roles that look over all agencies, empty for the others
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    title = models.CharField(max_length=150)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_LASTING, name="post_ends_after_start"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role if role is not Role.CITIZEN]), name="post_role_known"
            ),
            models.UniqueConstraint(
                fields=["account", "organisation", "role", "place"],
                condition=Q(ends_at__isnull=True),
                name="post_held_once",
            ),
        ]

    @property
    def awaits_second(self) -> bool:
        """Whether it still needs another person's yes."""
        return Role(self.role) in NEEDS_TWO and self.confirmed_at is None


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Questions about delegations."""

    def in_force(self, at: datetime) -> Self:
        """Delegations that lend rights at this moment: their own dates, and the post itself in force."""
        posts = Post.objects.in_force(at)
        return self.filter(starts_at__lte=at, ends_at__gt=at, post__in=posts, post__account__is_active=True)


class Delegation(models.Model):
    """A post lent to another account for a time. It gives what the post gives, no longer and no wider."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    to = models.ForeignKey("accounts.Account", models.PROTECT, related_name="delegated")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="delegation_ends_after")]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences."""

    def on(self, day: date) -> Self:
        """Who is away on this day."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """Days on which someone does not work; cases are then given to who stands in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after"),
            models.UniqueConstraint(fields=["account", "first_day"], name="absence_recorded_once"),
        ]


@names_agencies
def agencies_behind(acted: Iterable[Acted]) -> dict[Acted, str]:
    """The agency for which someone acted: of the post; else the last of the account or person."""
    seen = list(acted)
    accounts, posts, people = ({one[at] for one in seen} - {None} for at in range(3))
    behind = Q(pk__in=posts) | Q(account__in=accounts) | Q(account__person__in=people)
    rows = Post.objects.filter(behind).order_by("starts_at")
    named: list[dict[object, str]] = [{}, {}, {}]
    for *whom, agency in rows.values_list("account", "pk", "account__person", "organisation__name"):
        for at, key in enumerate(whom):
            named[at][key] = agency
    found = {one: named[1].get(one[1]) or named[0].get(one[0]) or named[2].get(one[2]) for one in seen}
    return {one: name for one, name in found.items() if name}
