"""Accounts for machines: who one is here, and what one may do."""

from uuid import UUID

from ninja import Router, Schema

from tinhso.core.accounts.domain import Held
from tinhso.kit.doors import Request, signed_in

router = Router(tags=["accounts"])


class MeOut(Schema):
    """The one who asks."""

    person: UUID | None
    acting_for: UUID | None
    roles: list[str]
    permissions: list[str]


@router.get("/me", response=MeOut, summary="Who I am here and what I may do")
@signed_in
def me(request: Request) -> MeOut:
    """With a token, the permissions are those of its scope."""
    rights = request.rights
    held = rights if isinstance(rights, Held) else None
    return MeOut(
        person=request.actor.person,
        acting_for=request.actor.for_person,
        roles=sorted(held.roles) if held else [],
        permissions=sorted(held.grants) if held else [],
    )
