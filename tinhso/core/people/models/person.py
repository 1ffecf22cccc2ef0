"""A person, once."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from tinhso.core.people.domain.names import TITLES_SAID, Name, Title, title_by_age
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.domain.tables import ethnic_groups, languages
from tinhso.core.people.domain.words import RELATION_WORDS, SEX_WORDS, Relation, Sex
from tinhso.core.people.models.household import Household
from tinhso.core.people.models.number import Kind, Number, print_of
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.core.search.models import Row
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

ADULT = 18
A_LINE = (
    "uuid",
    "full_name",
    "birth_year",
    *(f"home__{field}" for field in ("kind", "unit_type", "name")),
    *(f"home__parent__{field}" for field in ("unit_type", "name")),
)
"""What one line of a list shows; a list asks for nothing more."""
RANKS = {relation: rank for rank, relation in enumerate(Relation)}


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> Self:
        """Everyone the register still speaks of: neither merged into another nor forgotten."""
        return self.filter(merged_into=None, forgotten_at=None)

    def rows_of(self, person: uuid.UUID) -> Self:
        """Every row of one person: theirs, and those that were merged into it."""
        kept = Person.objects.filter(uuid=person).order_by()
        return self.filter(Q(uuid=person) | Q(merged_into__in=kept.values("pk")))

    def living(self) -> Self:
        """Everyone current who has not died."""
        return self.current().filter(dead=False)

    def within(self, places: frozenset[int] | None) -> Self:
        """Those whose home is one of the places; None is everywhere."""
        return self if places is None else self.filter(home_id__in=places)

    def visible_to(self, rights: Rights, *, on: date | None = None) -> Self:
        """Whom one may see: oneself, those at home for whom one may act, those in the places where one may read.

        `on` is the day that tells who is still a child; without it no one else of the household is seen.
        """
        places = rights.places("read_person")
        if places is None:
            return self.current()
        mine = Q(uuid=rights.person) if rights.person else Q(pk=None)
        if rights.person and on:
            mine |= self._children_of(rights.person, on)
        return self.current().filter(mine | Q(home_id__in=places))

    def adults(self, *, on: date) -> Self:
        """Those who are surely of age on the day."""
        return self.filter(birth_year__lt=on.year - ADULT)

    def with_number(self, digits: str) -> Self:
        """Whoever bears this number, new or old, or bore it before a merge."""
        found = Number.objects.filter(fingerprint=print_of(digits))
        return self.filter(Q(numbers__in=found) | Q(merged__numbers__in=found)).distinct()

    def reached(self, rights: Rights, permission: str) -> Self:
        """Everyone current for whom the asker has the permission, with all that a page shows."""
        return self.current().within(rights.places(permission)).for_page()

    def listed(self, rights: Rights, *, below: Place | None = None, last: uuid.UUID | None = None) -> Self:
        """The living whom the asker may read, by given name: those below a place, those after the `last` of a page."""
        found = self.by_name(rights.places("read_person"), below.path if below else None, self.end_of_page(last))
        return found.select_related("home__parent").only(*A_LINE)

    def by_name(self, places: frozenset[int] | None, beginning: str | None, end: tuple[str, int] | None) -> Self:
        """The living of some places, below a path of the tree, by given name, after the end of a page."""
        found = self.living().within(places)
        if beginning is not None:
            found = found.filter(home__path__startswith=beginning)
        if end is not None:
            found = found.filter(Q(sort_key__gt=end[0]) | Q(sort_key=end[0], id__gt=end[1]))
        return found.order_by("sort_key", "id")

    def end_of_page(self, last: uuid.UUID | None) -> tuple[str, int] | None:
        """Sort key and id of the last person of a page."""
        return Person.objects.filter(uuid=last).values_list("sort_key", "id").first() if last else None

    def namesakes(self, name: Name, home: int) -> Self:
        """Everyone current of the same name, with or without accents, at the same home."""
        return self.current().filter(short_folded=name.short_folded, folded=name.folded, home=home)

    def found_by(self, words: str, rights: Rights, *, limit: int) -> list[Person]:
        """Whom the words find, closest first: by whole identity number, or by the beginnings of names."""
        seen = self.living().within(rights.places("read_person")).select_related("home__parent")
        try:
            return list(seen.with_number(IdentityNumber.read(words).digits))
        except Refusal:
            refs = [row.ref for row in Row.objects.find(words, rights=rights, kinds=["person"], limit=limit)]
        by_ref = {str(person.uuid): person for person in seen.filter(uuid__in=refs)}
        return [by_ref[ref] for ref in refs if ref in by_ref]

    def members_of(self, household: Household) -> Self:
        """The living members of a household, head first."""
        return self.living().filter(household=household).order_by("relation_rank", "birth_year", "id")

    def for_page(self) -> Self:
        """With all that a page or an answer shows, in few queries."""
        return self.select_related("home__parent", "household").prefetch_related("tongues", "numbers")

    def _children_of(self, parent: uuid.UUID, on: date) -> Q:
        elders = (Relation.HEAD, Relation.SPOUSE)
        roofs = Household.objects.filter(members__uuid=parent, members__relation__in=elders)
        return Q(household__in=roofs, birth_year__gt=on.year - ADULT)


class Person(models.Model):
    """A person of the register: who they are, where they live, what they speak and read.

    Registered once; the same person twice is merged, and the one who went points to the one who stayed
    (`merged_into`), so that whatever refers to either still finds them. A forgotten person keeps only what
    statistics need: sex, ethnic group, five-year group of birth and home place.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family = models.CharField(max_length=80, default="", blank=True)
    middle = models.CharField(max_length=80, default="", blank=True)
    given = models.CharField(max_length=80, default="", blank=True)
    full_name = models.CharField(max_length=80, default="", blank=True)
    folded = models.CharField(max_length=100, default="", blank=True)
    short_folded = models.CharField(max_length=100, default="", blank=True)
    sort_key = models.CharField(max_length=200, default="", blank=True)
    title = models.CharField(max_length=10, null=True, blank=True)
    born = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, null=True, blank=True)
    ethnic_group = models.CharField(max_length=2, null=True, blank=True)
    can_read = models.BooleanField(null=True, blank=True)
    phone = models.CharField(max_length=16, null=True, blank=True)
    home = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="residents")
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="members")
    relation = models.CharField(max_length=14, null=True, blank=True)
    relation_rank = models.PositiveSmallIntegerField(default=0)
    dead = models.BooleanField(default=False)
    died = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    forgotten_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(born=None) | Q(birth_year__isnull=False), name="person_born_has_a_year"),
            models.CheckConstraint(condition=Q(died=None) | Q(dead=True), name="person_died_is_dead"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(full_name="", phone=None, born=None), name="person_forgotten_is_bare"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")), name="person_not_merged_into_self"
            ),
        ]
        indexes = [
            models.Index(fields=["home", "sort_key", "id"], name="person_of_place_by_name"),  # lists of a commune
            models.Index(fields=["sort_key", "id"], name="person_by_name"),  # lists of the province
            models.Index(fields=["short_folded", "birth_year"], name="person_alike"),  # likeness by name and year
        ]

    @property
    def named(self) -> Name:
        return Name(self.family, self.middle, self.given)

    @named.setter
    def named(self, name: Name) -> None:
        self.family, self.middle, self.given = name.family, name.middle, name.given
        self.full_name, self.folded, self.short_folded = name.full, name.folded, name.short_folded
        self.sort_key = name.sort_key

    @staticmethod
    def rank_of(relation: str | None) -> int:
        """Where a member stands in the list of a household."""
        return RANKS[Relation(relation)] if relation else 0

    @property
    def shown(self) -> str:
        """The name on pages."""
        return self.full_name or gettext("A forgotten person")

    @property
    def lives_in(self) -> str:
        """The home as a line tells it: a village with its commune."""
        if self.home is None:
            return ""
        above = self.home.parent if self.home.kind == PlaceKind.VILLAGE else None
        return f"{self.home.full_name}, {above.full_name}" if above else self.home.full_name

    def said_on(self, day: date) -> str:
        """The short name with its title, as one neighbour calls another: `chị Mỷ`."""
        title = Title(self.title) if self.title else title_by_age(age=self.age_on(day), sex=self.sex_known)
        return f"{TITLES_SAID[title]} {self.given}" if title and self.given else self.shown

    def age_on(self, day: date) -> int | None:
        """Full years on a day; by the year alone where the day of birth is not known."""
        if self.born:
            return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
        return day.year - self.birth_year if self.birth_year else None

    @property
    def sex_known(self) -> Sex | None:
        return Sex(self.sex) if self.sex else None

    @property
    def sex_said(self) -> Text:
        return SEX_WORDS[Sex(self.sex)] if self.sex else ""

    @property
    def relation_said(self) -> Text:
        return RELATION_WORDS[Relation(self.relation)] if self.relation else ""

    @property
    def group_said(self) -> str:
        return ethnic_groups()[self.ethnic_group].name if self.ethnic_group else ""

    @property
    def phone_said(self) -> str:
        return spoken_phone(self.phone) if self.phone else ""

    @property
    def speaks(self) -> list[str]:
        """Codes of the languages spoken."""
        return [tongue.language for tongue in self.tongues.all() if tongue.spoken]

    @property
    def reads(self) -> list[str]:
        """Codes of the languages read."""
        return [tongue.language for tongue in self.tongues.all() if tongue.read]

    @property
    def version(self) -> str:
        """A name for what is known now, which says nothing of it: a change that was based on another is a conflict."""
        told = [self.full_name, self.born, self.birth_year, self.phone, self.can_read, *self.speaks, "·", *self.reads]
        return salted_hmac("person", repr([str(value) for value in told])).hexdigest()[:16]

    @property
    def number(self) -> Number | None:
        """The sealed 12-digit number; uses what is prefetched."""
        return next((number for number in self.numbers.all() if number.kind == Kind.PERSONAL), None)

    @property
    def now(self) -> Person:
        """The one who stayed, when this one was merged."""
        return self.merged_into.now if self.merged_into else self

    @property
    def with_merged(self) -> list[Person]:
        """This row, and every row that was merged into it."""
        return [self, *(deeper for one in self.merged.order_by("pk") for deeper in one.with_merged)]


class Tongue(models.Model):
    """A language a person speaks, reads, or both: two different questions."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tongues")
    language = models.CharField(max_length=10)
    spoken = models.BooleanField(default=True)
    read = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "language"], name="tongue_once_per_person"),
            models.CheckConstraint(condition=Q(spoken=True) | Q(read=True), name="tongue_spoken_or_read"),
        ]
        indexes = [models.Index(fields=["language", "spoken"], name="tongue_by_language")]  # who speaks Mông here?

    @property
    def said(self) -> str:
        return languages()[self.language].name
