"""What can be done with the register of organisations: the only place that writes its tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.domain.taxes import TaxCode, TaxKind
from tinhso.core.organisations.domain.words import OFFICES, Kind
from tinhso.core.organisations.events import (
    OrganisationClosed,
    OrganisationCorrected,
    OrganisationMoved,
    OrganisationRegistered,
    OrganisationSucceeded,
)
from tinhso.core.organisations.models import Organisation, PostTitle
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.search.actions import Line, forget, index_many
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

KIND = "organisation"


class AlreadyRegistered(Refusal):
    """The identifier or the tax code belongs to a standing organisation."""

    sentence = _("This identifier or tax code is in the register already. Search for it and open it.")
    field = "tax_code"


class OwnerMissing(Refusal):
    """A personal number as tax code needs the person whose number it is."""

    sentence = _("This tax code is a personal number. First register the person who runs the business.")
    field = "tax_code"


class NotAnOffice(Refusal):
    sentence = _("Only agencies and their departments have electronic identifiers; businesses have tax codes.")
    field = "electronic_id"


class ParentDoesNotFit(Refusal):
    """A department without its agency, a parent that has ended or is no office, or a circle."""

    sentence = _("A department belongs to an agency that stands. Choose its agency.")
    field = "parent"


class PlaceHasEnded(Refusal):
    sentence = _("This place no longer exists under that name. Choose the place as it is called today.")
    field = "place"


class HasEnded(Refusal):
    sentence = _("This organisation has ended; it can no longer be changed.")


class EndImpossible(Refusal):
    sentence = _("An organisation ends after it began, and not in the future.")
    field = "on"


class StillHasParts(Refusal):
    sentence = _("It still has departments. Close or hand over those first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """All that is kept about an organisation. `phone` is E.164; `since` the day it began."""

    kind: Kind
    name: str
    place: Place
    since: date
    short_name: str = ""
    parent: Organisation | None = None
    electronic_id: ElectronicId | None = None
    tax_code: TaxCode | None = None
    address: str = ""
    phone: str | None = None
    hours: str = ""
    ask: str = ""


CORRECTABLE = ("name", "short_name", "electronic_id", "tax_code", "address", "phone", "hours", "ask")


def register_organisation(told: Details, *, by: Actor, at: datetime) -> Organisation:
    """Enter one. Raises AlreadyRegistered, OwnerMissing, NotAnOffice, ParentDoesNotFit or PlaceHasEnded."""
    return register_organisations([told], by=by, at=at)[0]


@transaction.atomic
def register_organisations(told: Sequence[Details], *, by: Actor, at: datetime) -> list[Organisation]:
    """Enter several at once, all or none, each with their own log entry."""
    made = [_row(details) for details in told]
    try:
        Organisation.objects.bulk_create(made)
    except IntegrityError as taken:
        raise AlreadyRegistered from taken
    _show_in_search(made)
    for one in made:
        record(OrganisationRegistered(kind=Code(one.kind)), about=one, by=by, at=at, place=one.place_id)
    return made


@transaction.atomic
def correct_organisation(organisation: Organisation, told: Details, *, by: Actor, at: datetime) -> Organisation:
    """Put right what is kept, except kind, place, parent and dates. Does nothing when nothing differs.

    Raises HasEnded, AlreadyRegistered, OwnerMissing or NotAnOffice.
    """
    organisation = _standing(organisation)
    fresh = _row(told)
    changed = [name for name in CORRECTABLE if getattr(organisation, name) != getattr(fresh, name)]
    if not changed:
        return organisation

    for name in (*CORRECTABLE, "owner"):
        setattr(organisation, name, getattr(fresh, name))
    organisation.fill()
    try:
        organisation.save()
    except IntegrityError as taken:
        raise AlreadyRegistered from taken
    _show_in_search([organisation])

    corrected = OrganisationCorrected(what=Code("+".join(changed)))
    record(corrected, about=organisation, by=by, at=at, place=organisation.place_id)
    return organisation


@transaction.atomic
def close_organisation(organisation: Organisation, *, on: date, by: Actor, at: datetime) -> Organisation:
    """It ends and nobody takes it over. Raises HasEnded, EndImpossible or StillHasParts."""
    organisation = _standing(organisation)
    _end(organisation, on=on, at=at)

    record(OrganisationClosed(on=on), about=organisation, by=by, at=at, place=organisation.place_id)
    return organisation


@transaction.atomic
def succeed_organisation(old: Organisation, new: Organisation, *, on: date, by: Actor, at: datetime) -> Organisation:
    """The old one ends and the new one takes over what it did; its departments go below the new one.

    Raises HasEnded or EndImpossible.
    """
    old, new = _standing(old), _standing(new)
    if old.pk == new.pk:
        raise EndImpossible
    Organisation.objects.current().filter(parent=old).update(parent=new)
    _end(old, on=on, at=at, successor=new)

    record(OrganisationSucceeded(new=new.uuid, on=on), about=old, by=by, at=at, place=old.place_id)
    return new


@transaction.atomic
def move_organisation(organisation: Organisation, to: Place, *, by: Actor, at: datetime) -> Organisation:
    """It is at another place now. Raises HasEnded or PlaceHasEnded."""
    organisation = _standing(organisation)
    if not to.stands:
        raise PlaceHasEnded
    if organisation.place_id == to.pk:
        return organisation

    left, organisation.place = organisation.place_id, to
    organisation.save(update_fields=["place"])
    _show_in_search([organisation])

    record(OrganisationMoved(left=left, came=to.pk), about=organisation, by=by, at=at, place=to.pk)
    return organisation


@transaction.atomic
def give_titles(organisation: Organisation, titles: Iterable[tuple[str, str, int]]) -> list[PostTitle]:
    """Set the titles (title, role, seats) that posts of an office bear; those it has already are left."""
    rows = [PostTitle(organisation=organisation, title=title, role=role, seats=seats) for title, role, seats in titles]
    return PostTitle.objects.bulk_create(rows, ignore_conflicts=True)


def details_of(organisation: Organisation) -> Details:
    """What is kept, ready to be changed with `dataclasses.replace`."""
    identifier, code = organisation.electronic_id, organisation.tax_code
    plain = {name: getattr(organisation, name) for name in ("name", "short_name", "address", "phone", "hours", "ask")}
    return Details(
        kind=Kind(organisation.kind),
        place=organisation.place,
        since=organisation.valid_from,
        parent=organisation.parent,
        electronic_id=ElectronicId(identifier) if identifier else None,
        tax_code=TaxCode.read(code) if code else None,
        **plain,
    )


def _row(told: Details) -> Organisation:
    office = told.kind in OFFICES
    if told.electronic_id and not office:
        raise NotAnOffice
    if (told.kind is Kind.DEPARTMENT) != (told.parent is not None) or (told.parent and not told.parent.stands):
        raise ParentDoesNotFit
    if told.parent and not told.parent.is_office:
        raise ParentDoesNotFit
    if not told.place.stands:
        raise PlaceHasEnded
    personal = told.tax_code is not None and told.tax_code.kind is TaxKind.PERSONAL
    row = Organisation(
        electronic_id=told.electronic_id.text if told.electronic_id else None,
        tax_code=told.tax_code.text if told.tax_code and not personal else None,
        owner=_owner(told) if personal else None,
        valid_from=told.since,
        **{field.name: getattr(told, field.name) for field in fields(told) if field.name not in _OWN},
    )
    row.fill()
    return row


_OWN = {"electronic_id", "tax_code", "since"}


def _owner(told: Details) -> Person:
    if told.kind is not Kind.HOUSEHOLD_BUSINESS or told.tax_code is None:
        raise OwnerMissing
    owner = Person.objects.living().with_number(told.tax_code.text).first()
    if owner is None:
        raise OwnerMissing
    return owner


def _standing(organisation: Organisation) -> Organisation:
    now = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not now.stands:
        raise HasEnded
    return now


def _end(organisation: Organisation, *, on: date, at: datetime, successor: Organisation | None = None) -> None:
    if not organisation.valid_from <= on <= timezone.localdate(at):
        raise EndImpossible
    if Organisation.objects.current().filter(parent=organisation).exists():
        raise StillHasParts
    organisation.valid_to, organisation.successor = on, successor
    organisation.save(update_fields=["valid_to", "successor"])
    forget(KIND, organisation.uuid)


def _show_in_search(organisations: Sequence[Organisation]) -> None:
    places = Place.objects.in_bulk({one.place_id for one in organisations})
    index_many(_line(one, places[one.place_id]) for one in organisations)


def _line(organisation: Organisation, place: Place) -> Line:
    """Household businesses often bear the name of a person, so only those who keep the register find them by name."""
    personal = organisation.kind == Kind.HOUSEHOLD_BUSINESS
    codes = " ".join(filter(None, (organisation.short_name, organisation.electronic_id, organisation.tax_code)))
    return Line(
        kind=KIND,
        ref=organisation.uuid,
        title=organisation.name,
        text=f"{codes} {place.full_name}".strip(),
        place=organisation.place_id,
        permission="keep_organisations" if personal else "",
        url=reverse("organisation", args=[organisation.uuid]),
    )
