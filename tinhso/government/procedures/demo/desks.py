"""Desks of the demo: a commune that takes in dossiers, who works there and who files there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.files.actions.keys import OpenKey
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.models.offices import counter_of
from tinhso.kit.actors import Actor, Channel

MOST_PEOPLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A commune with those who work on dossiers there and those who file."""

    commune: Place
    agency: Organisation
    officer: Actor
    head: Actor
    people: Sequence[Person]
    key: OpenKey | None = None


def desk_at(place: Place, now: datetime) -> Desk | None:
    """The desk of a commune; None where nobody works or nobody files."""
    agency = counter_of(place)
    posts = Post.objects.in_force(now).select_related("account")
    officer = posts.filter(organisation=agency, role=Role.OFFICER).order_by("pk").first() if agency else None
    head = (
        posts.filter(organisation__in=[agency, agency.parent], role=Role.HEAD).order_by("pk").first()
        if agency
        else None
    )
    staff = Account.objects.filter(posts__isnull=False).values("person")
    able = Person.objects.living().adults(on=now.date()).exclude(uuid__in=staff).order_by("pk").distinct()
    near = able.filter(home__path__startswith=place.path, numbers__isnull=False)
    people = list(near.select_related("home__parent__parent", "household").prefetch_related("numbers")[:MOST_PEOPLE])
    if agency is None or officer is None or head is None or not people:
        return None
    return Desk(commune=place, agency=agency, officer=_actor(officer), head=_actor(head), people=people)


def _actor(post: Post) -> Actor:
    return Actor(account=post.account_id, person=post.account.person_id, post=post.pk, channel=Channel.COUNTER)
