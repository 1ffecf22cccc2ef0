"""Tables as people hand them in, and what can be compared, as properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.places.domain import Kind, Move, carried, comparable_groups, read_lines

HEAD = "old_code,new_code,new_name,new_type,new_parent,part,share\n"


def test_a_table_is_read():
    units, moves, found = read_lines(
        HEAD + '03661,03664,Chiềng An,Phường,14,,\n03664,03664,,,,0,\n04246,03664,,,,1,"0,4"\n\n'
    )
    assert found == []
    assert [(unit.code, unit.name, unit.kind, unit.unit_type) for unit in units] == [
        ("03664", "Chiềng An", Kind.COMMUNE, "phường")
    ]
    assert moves[2] == Move(old="04246", new="03664", part=True, share=Decimal("0.4"))


def test_semicolons_and_a_byte_order_mark_do_not_matter():
    units, moves, found = read_lines("\ufeff" + (HEAD + "03661,03664,Chiềng An,xã,14,x,\n").replace(",", ";"))
    assert (len(units), len(moves), found) == (1, 1, [])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (",03664,,,,,", 2),
        ("03661,,,,,,", 2),
        ("03661,03664,A,xã,14,maybe,", 2),
        ("03661,03664,A,tỉnh,14,,", 2),
        ("03661,03664,A,xã,14,1,half", 2),
        ("03661,03664,A,xã,14,,\n03662,03664,,,,,NaN", 3),
    ],
)
def test_a_fault_is_told_with_its_line(line, number):
    _units, _moves, found = read_lines(HEAD + line + "\n")
    assert [told for told, _fault in found] == [number]
    assert all(str(fault.sentence) for _line, fault in found)


@given(st.text(max_size=400))
def test_any_text_is_read_or_told_about(text):
    units, moves, found = read_lines(text)
    assert found or (not units and not moves) or moves


@given(st.lists(st.lists(st.text(alphabet='0123456789abcx,;"\n -', max_size=8), min_size=7, max_size=7), max_size=6))
def test_any_table_is_read_or_told_about(rows):
    read_lines(HEAD + "\n".join(",".join(row) for row in rows))


LINKS = st.lists(st.tuples(st.integers(0, 12), st.integers(20, 32)), max_size=30)


@given(LINKS)
def test_groups_are_those_that_walking_finds(links):
    nodes = {node for link in links for node in link} | {99}
    groups = comparable_groups(links, nodes)

    def walk(start):
        seen, todo = set(), [start]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += [b for a, b in links if a == here] + [a for a, b in links if b == here]
        return frozenset(seen)

    assert {frozenset(group) for group in groups} == {walk(node) for node in nodes}
    assert sum(map(len, groups)) == len(nodes)


@given(st.dictionaries(st.integers(0, 5), st.decimals(0, 10**6, places=2), min_size=1), st.integers(1, 99))
def test_nothing_is_lost_when_all_shares_are_known(numbers, percent):
    share = Decimal(percent) / 100
    moves = {old: {100: share, 200: 1 - share} for old in numbers}
    assert sum(carried(numbers, moves).values()) == sum(numbers.values())


def test_an_unknown_share_makes_the_sum_unknown_and_not_too_small():
    numbers = {1: Decimal(10), 2: Decimal(5)}
    assert carried(numbers, {1: {100: None, 200: None}, 2: {100: Decimal(1)}}) == {}
    assert carried(numbers, {1: {200: Decimal(1)}}) == {200: Decimal(10), 2: Decimal(5)}
