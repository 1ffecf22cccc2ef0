"""For whom a helper does something: someone of the register, or someone whom it does not know yet."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.models import Account
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import Basis
from tinhso.core.people.models import Person
from tinhso.core.people.models.person import PersonQuerySet
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

HELPS = "give_mandate"


class NobodyFound(Refusal):
    sentence = _("This person is not in your villages. Look again, or type their name and birth date.")
    field = "person"


class NumberOfAnother(Refusal):
    """The register knows this number under another name: a slip of the finger, or somebody else's card."""

    sentence = _("This identity number belongs to another name. Read name and number again from the card.")
    field = "whom_number"


class AnotherName(Refusal):
    """Somebody was chosen, and then another name was typed over theirs."""

    sentence = _("The name is not that of the one you chose. Choose again whom you help.")
    field = "whom_name"


class SeveralSuch(Refusal):
    sentence = _("Several people have this name and birth date. Choose one from the list, or type the identity number.")
    field = "whom_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a helper means: chosen (`person`), or as they told it.

    year   of birth; `born` when the day is known
    home   id of the village or commune where they live
    """

    person: UUID | None = None
    name: Name | None = None
    born: date | None = None
    year: int | None = None
    number: IdentityNumber | None = None
    home: int | None = None


def find_helped(whom: Whom, *, by: Actor, at: datetime) -> Person | None:
    """Whom the register knows as this one, among those whom the actor may help; None for somebody new.

    Raises NobodyFound for a choice out of reach, AnotherName, NumberOfAnother, SeveralSuch.
    """
    places = Account.objects.rights_of(by, at=at).places(HELPS)
    near = Person.objects.living().within(places).for_page()
    if whom.person:
        chosen = Person.objects.select_related("merged_into").filter(uuid=whom.person).first()
        found = near.filter(pk=chosen.now.pk).first() if chosen else None
        if found is None:
            raise NobodyFound
        return _same(found, whom, AnotherName)
    if whom.number and (known := Person.objects.living().for_page().with_number(whom.number.digits).first()):
        return _same(known, whom, NumberOfAnother)
    alike = _alike(near, whom)
    if len(alike) > 1:
        raise SeveralSuch
    return alike[0] if alike else None


@transaction.atomic
def person_helped(whom: Whom, *, by: Actor, at: datetime) -> Person:
    """The person, entered into the register as told when it does not know them; likenesses are noted as always.

    Raises what `find_helped` raises, NobodyFound without name and home, NotYours, and refusals of particulars.
    """
    found = find_helped(whom, by=by, at=at)
    if found:
        return found
    if whom.name is None or whom.home is None:
        raise NobodyFound
    require(by, "register_person", at=at, place=whom.home)
    told = Particulars(
        name=whom.name, born=whom.born, birth_year=whom.year, number=whom.number, home=whom.home, basis=Basis.TOLD
    )
    made = register_person(told, by=by, at=at)
    return Person.objects.for_page().get(pk=made.pk)


def _same(known: Person, whom: Whom, refusal: type[Refusal]) -> Person:
    """The person, when the name that was told is theirs."""
    if whom.name and known.folded != whom.name.folded:
        raise refusal
    return known


def _alike(near: PersonQuerySet, whom: Whom) -> list[Person]:
    if whom.name is None or whom.year is None:
        return []
    found = near.filter(short_folded=whom.name.short_folded, birth_year=whom.year, folded=whom.name.folded)
    if whom.born:
        found = found.filter(Q(born=whom.born) | Q(born=None))
    return list(found[:2])
