"""Demo life: the right number, the right mix, the cast, the same for the same seed."""

from random import Random

import pytest

from tinhso.core.people.demo import cast_numbers, make_named_people, named_people, officers_to_be
from tinhso.core.people.demo.families import Maker
from tinhso.core.people.demo.shares import apportion, groups_for, shares_of
from tinhso.core.people.domain.phones import is_mobile
from tinhso.core.people.domain.tables import ethnic_groups
from tinhso.core.people.domain.words import Relation
from tinhso.core.people.models import Person
from tinhso.core.people.tests.stories import NOW, TODAY, place
from tinhso.core.places.models import Place

PROVINCES = ("son-la", "tuyen-quang")


@pytest.mark.parametrize("province", PROVINCES)
def test_shares_are_given_out_whole(province: str) -> None:
    shares = shares_of(province)
    given = apportion(shares, 800)
    assert sum(given.values()) == 800
    whole = sum(shares.values())
    assert all(abs(given[group] - 800 * people / whole) < 1 for group, people in shares.items())
    assert set(shares) <= {group.name for group in ethnic_groups().values()}


@pytest.mark.parametrize("province", PROVINCES)
def test_families_hold_together(province: str) -> None:
    home = Place(pk=1, name="Co Mạ", kind="commune", unit_type="xã")
    maker = Maker(province, Random(1), today=TODAY)
    sizes = maker.sizes(60, 220)
    assert (len(sizes), sum(sizes)) == (60, 220)
    families = [
        maker.family(group, size, at)
        for (at, group), size in zip(groups_for(province, [home], 60, Random(2)), sizes, strict=True)
    ]
    numbers = set()
    for family in families:
        head, relation = family.members[0]
        assert relation is Relation.HEAD
        assert sum(relation is Relation.SPOUSE for _one, relation in family.members) == (len(family.members) > 1)
        for one, relation in family.members:
            one.check(on=TODAY)
            assert one.phone is None or is_mobile(one.phone)
            if relation is Relation.CHILD:
                assert one.year - head.year >= 17
            if relation is Relation.PARENT:
                assert head.year - one.year >= 17
            if one.number:
                assert one.number.digits[6:] >= "800000"
                numbers.add(one.number.digits)
    assert len(numbers) == sum(one.number is not None for family in families for one, _ in family.members)


def test_the_same_seed_makes_the_same_families() -> None:
    home = Place(pk=1, name="Co Mạ", kind="commune", unit_type="xã")
    first, second = (Maker("son-la", Random(5), today=TODAY) for _twice in range(2))
    assert [first.family("Thái", 4, home) for _n in range(20)] == [second.family("Thái", 4, home) for _n in range(20)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("province", "communes"),
    [("son-la", ("Co Mạ", "Tô Hiệu", "Mộc Châu")), ("tuyen-quang", ("Lũng Cú", "Minh Xuân", "Đồng Văn"))],
)
def test_the_cast_lives_in_either_province(province: str, communes: tuple[str, ...]) -> None:
    made = [place(name, code=f"0378{n}") for n, name in enumerate(communes)]
    cast = make_named_people(province, at=NOW)
    assert set(cast) == {"do", "my", "pao", "la", "thoa", "hac", "muon", "inh", "chu", "dung", "panh", "xuan"}
    assert {key: cast[key].said_on(TODAY) for key in ("my", "thoa", "hac", "muon", "la", "pao")} == {
        "my": "chị Mỷ",
        "thoa": "em Thoa",
        "hac": "anh Hặc",
        "muon": "ông Muôn",
        "la": "bà cụ Lả",
        "pao": "cháu Páo",
    }
    assert cast["my"].household == cast["do"].household == cast["pao"].household == cast["la"].household
    assert cast["my"].can_read is False
    assert cast["la"].phone is None
    assert cast["my"].home.full_name == "Bản Pá Chóng"
    assert cast["my"].home.parent == made[0]
    assert make_named_people(province, at=NOW) == cast == named_people()
    assert Person.objects.count() == len(cast)
    assert len(cast_numbers()) == 2 * (len(cast) - 1)
    assert officers_to_be(made, on=TODAY) == {}
