"""What someone of the demo writes into a form: name, days and number of one person belong together.

The keys of the catalogue say of whom a question is: `mother_birth_date`, `dec_full_name`.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tinhso.core.cases.domain.definition import Field, FieldType
from tinhso.core.people.demo.families import name_parts, number_of, phone_of
from tinhso.core.people.domain.tables import ethnic_groups
from tinhso.core.people.domain.words import Sex
from tinhso.core.people.models import Person
from tinhso.kit.demo import Demo

TABLE = Path(__file__).resolve().parent.parent / "tables" / "demo_texts.csv"
TEXTS = ("Theo giấy tờ gốc", "Như trong hồ sơ kèm theo", "Không có gì khác")
SEXES = {"mother": Sex.FEMALE, "f": Sex.FEMALE, "father": Sex.MALE, "m": Sex.MALE}
AGES = {"mother": (19, 38), "father": (20, 42), "f": (19, 30), "m": (20, 33), "dec": (62, 90)}
ADULT = (19, 60)
"""Of whom the beginning of a key speaks; anyone else is an adult of either sex, and a child was born just now."""
APPLYING = ("req", "owner", "head")
CHILD, PARENTS, OF_THE_FATHER = "child", ("mother", "father"), ("child", "father")
USUAL = {"nationality": "viet_nam", "kind": "birth_certificate", "pledge": True}
"""What nearly everyone says."""
RECENT, COMING = (3, 40), (6, 30)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who is spoken of in a form."""

    name: str
    sex: Sex
    born: date
    number: str


@cache
def texts() -> Mapping[str, Sequence[str]]:
    """Key of a question → what people may have written."""
    found: dict[str, list[str]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["key"]].append(row["text"])
    return found


class Writer:
    """Fills in the form of one person on one day. `answers` are looked at, those given so far."""

    def __init__(self, demo: Demo, person: Person, day: date, answers: Mapping[str, Any]) -> None:
        self.demo, self.person, self.day, self.answers = demo, person, day, answers
        self.chance = demo.random
        applying = self._applying()
        self.spoken_of = dict.fromkeys(APPLYING, applying) if applying else {}
        self.family = person.family if person.sex_known is Sex.MALE else self._name("family")

    def answer(self, field: Field) -> Any:
        """What they write there; None where nothing fits."""
        whom, _line, what = field.key.partition("_")
        if field.choices:
            return self._choice(field, whom, what)
        if field.type in _OF_SOMEONE:
            return _OF_SOMEONE[field.type](self.someone(whom)) if self._is_of_someone(field, what) else self._day(field)
        made = _MADE.get(field.type)
        return made(self, field) if made else _least(field)

    def someone(self, whom: str) -> Someone:
        """The mother, the child: who they are, once for the whole form."""
        if whom not in self.spoken_of:
            sex = SEXES.get(whom) or self.chance.choice((Sex.FEMALE, Sex.MALE))
            born = self._born(whom)
            number = number_of(self.demo.province, sex, born.year, self.chance.randint(150_000, 199_000)).digits
            self.spoken_of[whom] = Someone(self._full_name(whom, sex), sex, born, number)
        return self.spoken_of[whom]

    def text(self, field: Field) -> str:
        return self.chance.choice(texts().get(field.key, TEXTS))

    def _applying(self) -> Someone | None:
        """The one who applies, when the register knows at least the year of birth."""
        person, number = self.person, self.person.number
        born = person.born or (date(person.birth_year, 7, 1) if person.birth_year else None)
        if born is None:
            return None
        return Someone(person.full_name, person.sex_known or Sex.FEMALE, born, number.digits if number else "")

    @staticmethod
    def _is_of_someone(field: Field, what: str) -> bool:
        return field.type is not FieldType.DATE or "birth" in what

    def _choice(self, field: Field, whom: str, what: str) -> Any:
        values = [choice.value for choice in field.choices]
        if what == "sex":
            return self.someone(whom).sex.value
        if what == "relation":
            return self._relation(values)
        usual = USUAL.get(what)
        chosen = usual if usual in values else self.chance.choice(values)
        return [chosen] if field.type is FieldType.CHOICES else chosen

    def _relation(self, values: Sequence[str]) -> str:
        """Parents come for a newborn child; for most other things people come for themselves."""
        if "grandparent" in values:
            parent = "mother" if self.person.sex_known is Sex.FEMALE else "father"
            age = self.person.age_on(self.day) or 0
            return parent if ADULT[0] <= age <= AGES[parent][1] else "grandparent"
        return "myself" if "myself" in values else self.chance.choice(values)

    def _day(self, field: Field) -> str:
        if field.max == "today":
            days = -self.chance.randint(*RECENT)
        else:
            days = self.chance.randint(*COMING) * (2 if field.guard else 1) + (COMING[1] if field.guard else 0)
        return (self.day + timedelta(days=days)).isoformat()

    def _born(self, whom: str) -> date:
        if whom == CHILD:
            return self.day - timedelta(days=self.chance.randint(*RECENT))
        youngest, oldest = AGES.get(whom, ADULT)
        return self._when(whom) - timedelta(days=self.chance.randint(youngest * 366, oldest * 365))

    def _when(self, whom: str) -> date:
        """The day on which they are as old as `AGES` says: of parents the day their child was born."""
        born = self.answers.get("child_birth_date") or self.answers.get("sub_birth_date")
        return date.fromisoformat(born) if born and whom in PARENTS else self.day

    def _full_name(self, whom: str, sex: Sex) -> str:
        family = self.family if whom in OF_THE_FATHER else self._name("family")
        side = sex.value[0]
        return f"{family} {self._name(f'middle_{side}')} {self._name(f'given_{side}')}"

    def _name(self, part: str) -> str:
        group = ethnic_groups()[self.person.ethnic_group].name if self.person.ethnic_group else "Kinh"
        known = name_parts(self.demo.province)
        names = known.get((group, part)) or known["Kinh", part]
        return self.chance.choices([name for name, _ in names], [weight for _, weight in names])[0]


def _least(field: Field) -> int | None:
    if field.type in (FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY):
        return int(field.min) if isinstance(field.min, int | float) else 1
    return None


_OF_SOMEONE: Mapping[FieldType, Callable[[Someone], str]] = {
    FieldType.PERSON_NAME: lambda one: one.name,
    FieldType.PERSONAL_ID: lambda one: one.number,
    FieldType.DATE: lambda one: one.born.isoformat(),
}
_MADE: Mapping[FieldType, Callable[[Writer, Field], Any]] = {
    FieldType.CONSENT: lambda _writer, _field: True,
    FieldType.YES_NO: lambda writer, _field: writer.chance.random() < 0.5,
    FieldType.TEXT: Writer.text,
    FieldType.LONG_TEXT: Writer.text,
    FieldType.REASON: Writer.text,
    FieldType.ADDRESS: lambda writer, _field: writer.person.home.full_name if writer.person.home else "Bản Pá Chóng",
    FieldType.ETHNIC_GROUP: lambda writer, _field: writer.person.ethnic_group or "01",
    FieldType.PHONE: lambda _writer, _field: phone_of(123),
    FieldType.TIME: lambda _writer, _field: "08:30",
    FieldType.MONTH: lambda writer, _field: f"{writer.day:%Y-%m}",
}
