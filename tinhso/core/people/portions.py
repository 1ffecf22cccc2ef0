"""What the register of people knows of one person."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.core.people.actions.reading import told_of_readings
from tinhso.core.people.domain.words import LIST_WORDS, ListWay
from tinhso.core.people.models import Person, Reading, Sighting
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """The person, their household, who looked, and the lists in which they stood."""
    found = Person.objects.for_page().filter(uuid=person).first()
    return [_known(found), _home(found), _looks(person), _lists(found)] if found else []


def _known(person: Person) -> Sheet:
    told = (
        ("name", _("Name"), person.full_name),
        ("identity_number", _("Identity number"), person.number.digits if person.number else ""),
        ("born", _("Born"), str(person.born or person.birth_year or "")),
        ("sex", _("Sex"), str(person.sex_said)),
        ("ethnic_group", _("Ethnic group"), person.group_said),
        ("lives_in", _("Lives in"), person.home.full_name if person.home else ""),
        ("phone", _("Phone"), person.phone or ""),
        ("speaks", _("Speaks"), ", ".join(tongue.said for tongue in person.tongues.all() if tongue.spoken)),
        ("reads", _("Reads in"), ", ".join(tongue.said for tongue in person.tongues.all() if tongue.read)),
    )
    heads = {code: title for code, title, _value in told}
    return Sheet("person", _("My information"), heads, [[value for _code, _title, value in told]])


def _home(person: Person) -> Sheet:
    members = Person.objects.members_of(person.household) if person.household else Person.objects.none()
    rows = [[one.full_name, str(one.relation_said), one.birth_year] for one in members]
    heads = {"name": _("Name"), "relation": _("In the household"), "birth_year": _("Born")}
    return Sheet("household", _("My household"), heads, rows)


def _looks(person: UUID) -> Sheet:
    looks = told_of_readings(list(Reading.objects.of_person(person)))
    rows = [[local(one.at).isoformat(), one.who, one.agency, str(one.reason), one.case] for one in looks]
    heads = {"at": _("When"), "who": _("Who"), "agency": _("Office"), "why": _("Why"), "case": _("Case")}
    return Sheet("who_looked", _("Who looked at my information"), heads, rows)


def _lists(person: Person) -> Sheet:
    rows = Sighting.objects.filter(person__in=person.with_merged).order_by("-day", "-id")
    names = dict(Person.objects.filter(uuid__in=rows.values("reader")).values_list("uuid", "full_name"))
    told = [
        [str(row.day), names.get(row.reader, "") if row.reader else "", str(LIST_WORDS[ListWay(row.way)])]
        for row in rows
    ]
    heads = {"day": _("Day"), "who": _("Who was shown it"), "list": _("Which list")}
    return Sheet("lists", _("Lists in which my name stood"), heads, told)
