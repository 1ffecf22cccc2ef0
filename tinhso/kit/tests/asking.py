"""People who ask, without accounts: what they may and where."""

from dataclasses import dataclass, field
from uuid import UUID

from django.test import RequestFactory
from django.utils import timezone

from tinhso.kit.actors import Actor


@dataclass(frozen=True)
class Asker:
    """`held`: permission → place ids, or None for everywhere."""

    held: dict[str, frozenset[int] | None] = field(default_factory=dict)
    signed_in: bool = True
    person: UUID | None = None
    shell: str = "desk"
    unread: int = 0

    def may(self, permission, *, place=None, agency=None):
        if permission not in self.held:
            return False
        places = self.held[permission]
        return places is None or place is None or place in places

    def places(self, permission):
        return self.held.get(permission, frozenset())

    def agencies(self, permission):
        return None


VISITOR = Asker(signed_in=False, shell="public")


def request(method, path, data=None, *, rights=VISITOR, at=None, **headers):
    """A request as the middleware hands it to a view."""
    made = getattr(RequestFactory(), method)(path, data or {}, **headers)
    made.rights, made.actor, made.at = rights, Actor(), at or timezone.now()
    return made
