"""What the stories of destinations share."""

from django.utils import timezone

from conftest import World
from tinhso.economy.destinations.actions.entries import begin_entry, publish_entry
from tinhso.economy.destinations.models import Destination
from tinhso.kit.actors import Actor

SYSTEM = Actor.system()


def officer(world: World, name: str = "hac") -> Actor:
    account = world.account(name)
    post = account.posts.values_list("pk", flat=True).first()
    return Actor(account=account.pk, person=account.person_id, post=post)


def commune_of(world: World, name: str = "hac"):
    """The commune where an officer has their post."""
    return world.account(name).posts.get().place


def entry(world: World, code: str = "thac-moi", **told: object) -> Destination:
    """A published place in the commune of Hặc."""
    usual = {
        "kind": "sight", "name_vi": "Thác Mới", "name_en": "New waterfall", "place": commune_of(world),
        "about_vi": "Thác nước nhỏ.", "about_en": "A small waterfall.", "lat": 20.9, "lon": 104.6, "exact": True,
    }  # fmt: skip
    begun = begin_entry(code, usual | told, by=SYSTEM, at=timezone.now())
    return publish_entry(begun, by=SYSTEM, at=timezone.now())
