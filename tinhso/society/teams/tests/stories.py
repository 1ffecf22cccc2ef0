"""What the stories of community teams share."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, settings

from conftest import World
from tinhso.core.places.models import Place
from tinhso.events.models import Entry
from tinhso.events.reactions import Delivered, handlers
from tinhso.kit.actors import Actor
from tinhso.kit.sheets import csv_of
from tinhso.society.teams.actions.members import Profile, add_member
from tinhso.society.teams.actions.teams import form_team
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.models import Member, Team

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Examples of rules, also on a machine that is busy."""


def who(world: World, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())


def village(world: World, name: str = "my") -> Place:
    """The village where someone lives."""
    home = world.person(name).home
    assert home is not None
    return home


def team_of(world: World, place: Place | None = None, *, at: datetime | None = None) -> Team:
    """The team of Mỷ's village, formed by Hặc if it has none."""
    place = place or village(world)
    there = Team.objects.standing().filter(place=place).first()
    return there or form_team(place, by=who(world, "hac"), at=at or timezone.now())


def member_of(world: World, name: str, *, team: Team | None = None, **profile: object) -> Member:
    """Someone of the cast in a team; who is in it already is as before."""
    team, person = team or team_of(world), world.person(name)
    there = Member.objects.filter(team=team, person=person, left_at=None).first()
    told = Profile(**({"position": Position.MEMBER, "languages": ["vi"]} | profile))
    return there or add_member(team, person, told, by=who(world, "hac"), at=timezone.now())


def sheet(rows: Iterable[Iterable[str]], name: str = "to.csv") -> SimpleUploadedFile:
    """A list as a commune sends it."""
    return SimpleUploadedFile(name, csv_of([list(row) for row in rows]), content_type="text/csv")


def told(name: str, about: str, **data: object) -> None:
    """An event of another system, handed to every reaction of ours that asked for it, twice."""
    mine = [handler for key, (handler, names) in handlers().items() if ".teams." in key and name in names]
    assert mine, f"nothing reacts to {name}"
    delivered = Delivered(
        seq=1, name=name, version=1, data=data, about_kind="", about=about, place=None, at=timezone.now()
    )
    for handler in mine * 2:
        handler(delivered)


def delivered_of(name: str, about: object) -> Delivered:
    """The last entry of that name about a row, as reactions get it."""
    entry = Entry.objects.filter(name=name, about=str(about.uuid)).select_related("payload").latest("pk")
    data = json.loads(entry.payload.data)
    return Delivered(
        seq=entry.pk, name=name, version=1, data=data, about_kind="", about=entry.about, place=entry.place, at=entry.at
    )
