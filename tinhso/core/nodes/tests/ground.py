"""A province and its node in one database: their tables do not touch, and each has keys of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from tinhso.core.nodes.actions.carrying import look_at_tables
from tinhso.core.nodes.actions.hearing import hear
from tinhso.core.nodes.actions.joining import ask, join
from tinhso.core.nodes.actions.keys import box_public, sign_public
from tinhso.core.nodes.actions.packing import write_up
from tinhso.core.nodes.actions.receiving import receive
from tinhso.core.nodes.actions.registering import register_node, welcome_file
from tinhso.core.nodes.domain.passports import fingerprint
from tinhso.core.nodes.models import Home, Node
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

AT_A_NODE = "tinhso.site.node.AtANode"


@dataclass
class Ground:
    """The commune's node, by its folder, and what the province calls it."""

    var: Path
    node: Node

    @contextmanager
    def at_the_node(self) -> Iterator[Client]:
        """Inside, this is the node; a browser in its hotspot."""
        with as_node(self.var):
            yield Client()

    def post(self, path: str, told: dict[str, object], **headers: str):
        """Somebody sends a form at the node."""
        with self.at_the_node() as client:
            return client.post(path, told, headers=headers)

    def up(self, at: datetime | None = None) -> bytes:
        with as_node(self.var):
            return write_up(at=at or timezone.now())

    def down(self, bundle: bytes, at: datetime | None = None) -> bool:
        with as_node(self.var):
            return hear(bundle, at=at or timezone.now())

    def exchange(self) -> None:
        """One round, whatever the way."""
        self.down(receive(self.up(), at=timezone.now()))

    @property
    def home(self) -> Home:
        return Home.objects.get()


@contextmanager
def as_node(var: Path) -> Iterator[None]:
    with override_settings(VAR=var, NODE=True, MIDDLEWARE=[*settings.MIDDLEWARE, AT_A_NODE]):
        yield


def registered(var: Path, *, by: Actor, place: Place, anew: bool = False, tables: bool = False) -> Ground:
    """A node that asked, was let in and joined. `tables`: it is also told the tables, which are here already."""
    at = timezone.now()
    var.mkdir(parents=True, exist_ok=True)
    with as_node(var):
        asking = ask("Nhà làm việc xã", anew=anew)
    node = register_node(asking, place=place, by=by, at=at)
    if tables:
        look_at_tables(at=at)
    welcome, words = welcome_file(node, at=at), fingerprint(sign_public(), box_public())
    with as_node(var):
        join(welcome, typed=words, at=at)
    return Ground(var, node)
