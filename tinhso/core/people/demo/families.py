"""Making families: who lives together, how old they are, what they are called, speak and read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from random import Random

from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.tables import birth_provinces, group_named, rows
from tinhso.core.people.domain.words import Basis, Relation, Sex
from tinhso.core.places.models import Place

RESERVED = 800000
CAST_SERIALS = 100
BORN_IN = {"son-la": "Sơn La", "tuyen-quang": "Tuyên Quang"}
SHORT_NAMED = ("Mông",)
"""Groups whose women are often written without a middle name; the others have one."""


@dataclass(frozen=True, slots=True)
class Family:
    """A household to be: members with what they are to the head, head first, and where they live."""

    members: tuple[tuple[Particulars, Relation], ...]
    home: Place


@cache
def name_parts(province: str) -> Mapping[tuple[str, str], tuple[tuple[str, int], ...]]:
    """(group, part) → names with their weights; parts are family, middle_m, middle_f, given_m, given_f."""
    parts: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in rows("names.csv"):
        if row["only"] in ("", province):
            parts[row["group"], row["part"]].append((row["name"], int(row["weight"])))
    return {key: tuple(names) for key, names in parts.items()}


def number_of(province: str, sex: Sex, year: int, serial: int) -> IdentityNumber:
    """A number of true structure with a reserved serial: it belongs to nobody."""
    code = next(code for code, name in birth_provinces().items() if name == BORN_IN[province])
    century = (year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    return IdentityNumber.read(f"{code}{century}{year % 100:02}{RESERVED + serial:06}")


def phone_of(serial: int) -> str:
    """A phone of the prefix 095, which no operator uses."""
    return f"+8495{serial:07}"


class Maker:
    """Makes families from one source of chance. `today` is the last day on which someone may be born."""

    def __init__(self, province: str, random: Random, *, today: date) -> None:
        self.province, self.random, self.today = province, random, today
        self.serials, self.phones = count(CAST_SERIALS), count(CAST_SERIALS)

    def sizes(self, households: int, people: int) -> list[int]:
        """That many households of one to eight, with exactly that many people."""
        sizes = [self.random.choices(range(1, 8), (3, 10, 24, 32, 20, 8, 3))[0] for _household in range(households)]
        while (missing := people - sum(sizes)) != 0:
            at = self.random.randrange(households)
            step = 1 if missing > 0 else -1
            if 1 <= sizes[at] + step <= 8:
                sizes[at] += step
        return sizes

    def family(self, group: str, size: int, home: Place) -> Family:
        """A head, then a spouse, children, an old parent, a daughter-in-law: what fits the size and the ages."""
        sex = Sex.MALE if self.random.random() < 0.8 else Sex.FEMALE
        age = self.random.randint(26, 68) if size > 1 else self.random.randint(40, 78)
        surname = self._pick(group, "family")
        members = [(self._person(group, surname, sex, age, home), Relation.HEAD)]
        if size > 1:
            spouse = Sex.FEMALE if sex is Sex.MALE else Sex.MALE
            of_spouse = self._pick(group, "family")
            own = self._person(group, of_spouse, spouse, max(19, age + self.random.randint(-5, 3)), home)
            members.append((own, Relation.SPOUSE))
        father = surname if sex is Sex.MALE else of_spouse if size > 1 else surname
        while len(members) < size:
            members.append(self._another(group, father, age, len(members), home))
        return Family(tuple(members), home)

    def _another(self, group: str, surname: str, head: int, place: int, home: Place) -> tuple[Particulars, Relation]:
        if place >= 3 and head < 55 and self.random.random() < 0.3:
            sex = self._sex()
            of_parent = surname if sex is Sex.MALE else self._pick(group, "family")
            return self._person(
                group, of_parent, sex, min(95, head + self.random.randint(20, 30)), home
            ), Relation.PARENT
        if head > 50 and place >= 4:
            return self._person(
                group, surname, self._sex(), self.random.randint(0, head - 45), home
            ), Relation.GRANDCHILD
        oldest = max(0, min(head - 20, 34))
        return self._person(
            group, surname, self._sex(), self.random.randint(max(0, oldest - 18), oldest), home
        ), Relation.CHILD

    def _person(self, group: str, surname: str, sex: Sex, age: int, home: Place) -> Particulars:
        born = self.today - timedelta(days=age * 365 + self.random.randint(1, 364))
        reads = self._can_read(group, sex, age)
        speaks, written = self._languages(group, age, reads=reads)
        only_year = age > 65 and self.random.random() < 0.4
        numbered = age > 1 and self.random.random() < 0.97
        return Particulars(
            name=self._name(group, surname, sex),
            born=None if only_year else born,
            birth_year=born.year,
            sex=sex,
            ethnic_group=group_named(group).code,
            speaks=speaks,
            reads=written,
            can_read=reads if age >= 6 else None,
            phone=phone_of(next(self.phones)) if self._has_phone(age) else None,
            home=home.pk,
            number=number_of(self.province, sex, born.year, next(self.serials)) if numbered else None,
            basis=Basis.SEEN,
        )

    def _name(self, group: str, surname: str, sex: Sex) -> Name:
        letter = "f" if sex is Sex.FEMALE else "m"
        middle = self._pick(group, f"middle_{letter}")
        if sex is Sex.FEMALE and group in SHORT_NAMED and self.random.random() < 0.1:
            middle = ""
        given = self._pick(group, f"given_{letter}")
        return Name(surname, middle, given if given != surname else self._pick(group, f"given_{letter}"))

    def _languages(self, group: str, age: int, *, reads: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        own = group_named(group).language or "vi"
        vietnamese = own == "vi" or reads or (age > 5 and self.random.random() < (0.85 if age < 50 else 0.5))
        speaks = dict.fromkeys((own, "vi") if vietnamese else (own,))
        neighbours = "thai" if own not in ("vi", "thai") and self.random.random() < 0.2 else own
        written = ["vi"] if reads else []
        if own == "thai" and age > 55 and self.random.random() < 0.06:
            written.append("thai")
        return tuple({**speaks, neighbours: None}), tuple(written)

    def _can_read(self, group: str, sex: Sex, age: int) -> bool:
        """Shares from what is told of the two provinces: age and, among the Mông and Dao, sex decide."""
        share = 0.99 if age < 30 else 0.94 if age < 50 else 0.8
        if group in ("Mông", "Dao", "Xinh Mun", "Lô Lô", "Khơ Mú", "La Ha", "Kháng"):
            share -= 0.06 if age < 30 else 0.2 if age < 50 else 0.35
            share -= 0.15 if sex is Sex.FEMALE and age >= 30 else 0
        return age >= 6 and self.random.random() < share

    def _has_phone(self, age: int) -> bool:
        share = 0.0 if age < 14 else 0.9 if age < 60 else 0.65 if age < 72 else 0.3
        return self.random.random() < share

    def _sex(self) -> Sex:
        return Sex.FEMALE if self.random.random() < 0.49 else Sex.MALE

    def _pick(self, group: str, part: str) -> str:
        names: Sequence[tuple[str, int]] = name_parts(self.province)[group, part]
        return self.random.choices([name for name, _ in names], [weight for _, weight in names])[0]
