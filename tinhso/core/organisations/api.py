"""Organisations for machines."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.organisations.actions import (
    Details,
    close_organisation,
    correct_organisation,
    details_of,
    register_organisation,
)
from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.domain.taxes import TaxCode, TaxKind
from tinhso.core.organisations.domain.words import Kind
from tinhso.core.organisations.forms import places_for
from tinhso.core.organisations.models import Organisation, OrganisationQuerySet
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs, open_to_all

router = Router(tags=["organisations"])
A_PAGE = 50
NO_NUL = r"^[^\x00]*$"
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*\S[^\x00]*$")]
Text = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=60, pattern=NO_NUL)]


class OrganisationOut(Schema):
    """An organisation. `tax_code` is empty where it is a person's number."""

    uuid: UUID
    kind: Kind
    name: str
    short_name: str
    electronic_id: str | None
    tax_code: str | None
    place: UUID
    parent: UUID | None
    address: str
    phone: str | None
    hours: str
    ask: str
    since: date
    until: date | None
    successor: UUID | None

    @classmethod
    def of(cls, found: Organisation) -> Self:
        return cls(
            kind=Kind(found.kind),
            place=found.place.uuid,
            parent=found.parent.uuid if found.parent else None,
            successor=found.successor.uuid if found.successor else None,
            since=found.valid_from,
            until=found.valid_to,
            **{name: getattr(found, name) for name in _PLAIN},
        )


_PLAIN = ("uuid", "name", "short_name", "electronic_id", "tax_code", "address", "phone", "hours", "ask")


class DetailsIn(Schema):
    """What can be corrected. Identifiers may come in the old form; null empties them."""

    name: Name
    short_name: Short = ""
    electronic_id: Short | None = None
    tax_code: Short | None = None
    address: Text = ""
    phone: Short | None = None
    hours: Text = ""
    ask: Text = ""

    def read(self) -> dict[str, Any]:
        """The texts, read. Raises the refusal of the first that cannot be."""
        return {
            "name": self.name.strip(),
            "short_name": self.short_name,
            "electronic_id": ElectronicId.read(self.electronic_id) if self.electronic_id else None,
            "tax_code": TaxCode.read(self.tax_code) if self.tax_code else None,
            "address": self.address,
            "phone": read_phone(self.phone) if self.phone else None,
            "hours": self.hours,
            "ask": self.ask,
        }


class OrganisationIn(DetailsIn):
    kind: Kind
    place: UUID
    parent: UUID | None = None
    since: date


class CloseIn(Schema):
    on: date


@router.get("/", response=list[OrganisationOut])
@open_to_all
def organisations(
    request: Request,
    commune: Short = "",
    kind: Kind | None = None,
    electronic_id: Short = "",
    tax_code: Short = "",
    after: UUID | None = None,
) -> list[OrganisationOut]:
    """Standing ones by name, 50 at a time; `after` is the last of the page before. Codes find exactly one."""
    listed = _seen(request).current().listed(last=after).select_related("place", "parent", "successor")
    if commune:
        listed = listed.at(get_object_or_404(Place.objects.current().communes(), code=commune))
    if kind:
        listed = listed.filter(kind=kind)
    if electronic_id:
        listed = listed.filter(electronic_id=ElectronicId.read(electronic_id).text)
    if tax_code:
        code = TaxCode.read(tax_code)
        listed = listed.filter(tax_code=code.text) if code.kind is not TaxKind.PERSONAL else listed.none()
    return [OrganisationOut.of(one) for one in listed[:A_PAGE]]


@router.get("/{uuid}", response=OrganisationOut)
@open_to_all
def organisation(request: Request, uuid: UUID) -> OrganisationOut:
    return OrganisationOut.of(get_object_or_404(_seen(request), uuid=uuid))


@router.post("/", response={201: OrganisationOut})
@needs("keep_organisations")
def register(request: Request, body: OrganisationIn) -> Status[OrganisationOut]:
    place = get_object_or_404(places_for(request.rights), uuid=body.place)
    parent = get_object_or_404(Organisation.objects.offices(), uuid=body.parent) if body.parent else None
    told = Details(kind=body.kind, place=place, parent=parent, since=body.since, **body.read())
    return Status(201, OrganisationOut.of(register_organisation(told, by=request.actor, at=request.at)))


@router.put("/{uuid}", response=OrganisationOut)
@needs("keep_organisations")
def correct(request: Request, uuid: UUID, body: DetailsIn) -> OrganisationOut:
    found = _kept(request, uuid)
    told = replace(details_of(found), **body.read())
    return OrganisationOut.of(correct_organisation(found, told, by=request.actor, at=request.at))


@router.post("/{uuid}/close", response=OrganisationOut)
@needs("keep_organisations")
def close(request: Request, uuid: UUID, body: CloseIn) -> OrganisationOut:
    """It ends and nobody takes it over."""
    return OrganisationOut.of(close_organisation(_kept(request, uuid), on=body.on, by=request.actor, at=request.at))


def _seen(request: Request) -> OrganisationQuerySet:
    """Household businesses only where the asker keeps the register, and one's own."""
    return Organisation.objects.seen_by(request.rights).select_related("place", "parent", "successor")


def _kept(request: Request, uuid: UUID) -> Organisation:
    found = get_object_or_404(_seen(request), uuid=uuid)
    if not request.rights.may("keep_organisations", place=found.place_id):
        raise Http404
    return found
