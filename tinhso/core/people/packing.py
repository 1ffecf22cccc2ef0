"""The households of a village, and who lives there: what a neighbour knows, and whether there is a phone."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from tinhso.core.people.models import Household, Person
from tinhso.kit.addresses import url_if_any
from tinhso.kit.packing import Ask, Part, Row, in_parts


def pack(ask: Ask) -> Iterator[Part]:
    """Households, then people, each as parts of their own."""
    homes = Household.objects.filter(place=ask.village).select_related("head").order_by("id")
    yield from in_parts("homes", list(homes), _homes)
    people = Person.objects.living().filter(home=ask.village).select_related("household").prefetch_related("tongues")
    yield from in_parts("people", list(people.order_by("id")), _people)


def _homes(name: str, homes: Sequence[Household]) -> Part:
    heads = [home.head.uuid for home in homes if home.head]
    return Part(name=name, newest=max(home.formed_at for home in homes), rows=list(map(_home, homes)), people=heads)


def _home(home: Household) -> Row:
    return Row(
        id=str(home.uuid),
        title=home.said,
        notes=[home.address] if home.address else [],
        url=f"{page}#household={home.uuid}" if (page := url_if_any("newcomer")) else "",
        go=_("Someone new in this house"),
    )


def _people(name: str, people: Sequence[Person]) -> Part:
    rows = list(map(_row, people))
    newest = max(person.registered_at for person in people)
    return Part(name=name, newest=newest, rows=rows, people=[person.uuid for person in people])


def _row(person: Person) -> Row:
    return Row(
        id=str(person.uuid),
        under=str(person.household.uuid) if person.household else "",
        title=person.shown,
        notes=list(_notes(person)),
        url=f"{page}#person={person.uuid}" if (page := url_if_any("neighbour")) else "",
        go=_("Put right"),
        values={
            "version": person.version,
            "year": person.birth_year,
            "speaks": person.speaks,
            "reads": person.reads,
            "read": person.can_read,
        },
    )


def _notes(person: Person) -> Iterator[str]:
    """What helps to greet somebody: age, tongue, whether to write or to speak, whether to ring."""
    if person.birth_year:
        yield _("born %(year)s") % {"year": person.birth_year}
    spoken = ", ".join(tongue.said for tongue in person.tongues.all() if tongue.spoken)
    if spoken:
        yield _("speaks %(languages)s") % {"languages": spoken}
    if person.can_read is False:
        yield _("does not read")
    yield _("has a phone") if person.phone else _("has no phone")
