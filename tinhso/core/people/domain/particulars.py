"""What is told about a person when they are registered."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.names import Name, Title
from tinhso.core.people.domain.numbers import FormerNumber, IdentityNumber
from tinhso.core.people.domain.tables import ethnic_groups, languages
from tinhso.core.people.domain.words import Basis, Sex
from tinhso.kit.refusals import Refusal

EARLIEST = 1890


class BirthImpossible(Refusal):
    """Born in the future, or more than 130 years ago, or the year and the date differ."""

    sentence = _("This birth date cannot be. Read it again from the card.")
    field = "born"


class GroupUnknown(Refusal):
    sentence = _("This ethnic group is not on the list. Choose one of the list.")
    field = "ethnic_group"


class LanguageUnknown(Refusal):
    sentence = _("This language is not on the list. Choose those of the list.")
    field = "speaks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """All that can be told about a person. Only the name is needed; what is not known stays None.

    born           the day; `birth_year` alone where only the year is known
    ethnic_group   two-digit code; `speaks` and `reads` are language codes
    can_read       whether they read at all; None when nobody asked
    phone          E.164
    home           id of the village or commune where they live
    """

    name: Name
    born: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    ethnic_group: str | None = None
    speaks: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    can_read: bool | None = None
    title: Title | None = None
    phone: str | None = None
    home: int | None = None
    number: IdentityNumber | None = field(default=None, repr=False)
    former_number: FormerNumber | None = field(default=None, repr=False)
    basis: Basis = Basis.TOLD

    @property
    def year(self) -> int | None:
        """The year of birth, from the day or alone."""
        return self.born.year if self.born else self.birth_year

    def check(self, *, on: date) -> None:
        """Compare all parts with each other. Raises the refusal of the first part that cannot be."""
        if self.year is not None and not EARLIEST <= self.year <= on.year:
            raise BirthImpossible
        if self.born and (self.born > on or self.birth_year not in (None, self.born.year)):
            raise BirthImpossible
        if self.ethnic_group is not None and self.ethnic_group not in ethnic_groups():
            raise GroupUnknown
        if not {*self.speaks, *self.reads} <= languages().keys():
            raise LanguageUnknown
        if self.number:
            self.number.agree(sex=self.sex, birth_year=self.year)
