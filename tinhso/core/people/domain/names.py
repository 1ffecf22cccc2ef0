"""Vietnamese names: family, middle, given; and what a person is called.

A name is kept as the person writes it. `Giàng A Dơ` is family Giàng, middle A, given Dơ; `Lò Inh` has no middle;
`Mỷ` alone is a given name; some families have two words (Bạc Cầm).
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.words import Sex
from tinhso.kit.folding import fold, sort_key
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

LONGEST = 80
_TWO_WORD_FAMILIES = frozenset({"bac cam", "au duong", "ton that", "ton nu", "cong tang", "dieu chinh"})
_MARKS = frozenset("'’-. ")


class NameUnreadable(Refusal):
    """A name with digits or signs, or none at all."""

    sentence = _("Type the name as it stands on the card: letters only.")
    field = "full_name"


class NameTooLong(Refusal):
    sentence = _("This name is too long. Type only the name, as it stands on the card.")
    field = "full_name"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in Vietnamese order."""

    family: str
    middle: str
    given: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a name as typed, in capitals or not. Raises NameUnreadable or NameTooLong."""
        words = _clean(text).split()
        if not words:
            raise NameUnreadable
        head = 2 if len(words) > 2 and fold(" ".join(words[:2])) in _TWO_WORD_FAMILIES else 1
        if len(words) == 1:
            return cls("", "", words[0])
        return cls(" ".join(words[:head]), " ".join(words[head:-1]), words[-1])

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)

    @property
    def folded(self) -> str:
        """For finding: without accents."""
        return fold(self.full)

    @property
    def short_folded(self) -> str:
        """Family and given name without accents: alike for `Giàng Mỷ` and `Giàng Thị Mỷ`."""
        return fold(f"{self.family} {self.given}")

    @property
    def sort_key(self) -> str:
        """Lists of people are sorted by given name, then family, then middle."""
        return sort_key(f"{self.given} {self.family} {self.middle}")


def _clean(text: str) -> str:
    if len(text) > 10 * LONGEST:
        raise NameTooLong
    name = " ".join(unicodedata.normalize("NFC", text.replace("\ufeff", "")).split())
    if len(name) > LONGEST:
        raise NameTooLong
    if not all(letter.isalpha() or letter in _MARKS for letter in name) or not any(map(str.isalpha, name)):
        raise NameUnreadable
    return " ".join(map(_written, name.split())) if name.isupper() or name.islower() else name


def _written(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


class Title(StrEnum):
    """How a person is addressed, as they told us."""

    CHILD = "chau"
    YOUNGER = "em"
    SISTER = "chi"
    BROTHER = "anh"
    AUNT = "co"
    UNCLE = "chu"
    ELDER_AUNT = "bac"
    WOMAN = "ba"
    MAN = "ong"
    OLD_WOMAN = "ba_cu"
    OLD_MAN = "ong_cu"


TITLE_WORDS: dict[Title, Text] = {
    Title.CHILD: _("child"),
    Title.YOUNGER: _("younger sister or brother"),
    Title.SISTER: _("elder sister"),
    Title.BROTHER: _("elder brother"),
    Title.AUNT: _("aunt"),
    Title.UNCLE: _("uncle"),
    Title.ELDER_AUNT: _("elder aunt or uncle"),
    Title.WOMAN: _("grandmother"),
    Title.MAN: _("grandfather"),
    Title.OLD_WOMAN: _("great-grandmother"),
    Title.OLD_MAN: _("great-grandfather"),
}
TITLES_SAID: dict[Title, str] = {
    Title.CHILD: "cháu",
    Title.YOUNGER: "em",
    Title.SISTER: "chị",
    Title.BROTHER: "anh",
    Title.AUNT: "cô",
    Title.UNCLE: "chú",
    Title.ELDER_AUNT: "bác",
    Title.WOMAN: "bà",
    Title.MAN: "ông",
    Title.OLD_WOMAN: "bà cụ",
    Title.OLD_MAN: "ông cụ",
}
_BY_AGE = ((16, None, None), (55, Title.SISTER, Title.BROTHER), (75, Title.WOMAN, Title.MAN))


def title_by_age(*, age: int | None, sex: Sex | None) -> Title | None:
    """The title of a stranger of that age, used until the person tells another. None when too little is known."""
    if age is None or sex is None:
        return None
    for below, woman, man in _BY_AGE:
        if age < below:
            return (woman if sex is Sex.FEMALE else man) or Title.CHILD
    return Title.OLD_WOMAN if sex is Sex.FEMALE else Title.OLD_MAN
