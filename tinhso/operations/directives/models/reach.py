"""Which rows lie within reach of a permission, by an office that they name."""

from django.db.models import Q

from tinhso.core.accounts.domain.rights import Held
from tinhso.kit.actors import Rights


def at_office(rights: Rights, permission: str, name: str) -> Q:
    """The condition by which the office in column `name` lies within the place and the offices of one post."""
    grants = rights.grants.get(permission, ()) if isinstance(rights, Held) else ()
    found = Q(pk__in=())
    for grant in grants:
        here = Q() if grant.places is None else Q(**{f"{name}__place__in": grant.places})
        these = Q() if grant.agencies is None else Q(**{f"{name}__in": grant.agencies})
        found |= (here & these) or ~Q(pk__in=())
    return found
