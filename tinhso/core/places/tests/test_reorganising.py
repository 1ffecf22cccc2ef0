"""A resolution joins and divides communes; nothing that belonged to them is lost, and numbers stay comparable."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tinhso.core.places import actions, jobs
from tinhso.core.places.domain import Kind, Move, Plan, Unit, dumped, loaded
from tinhso.core.places.events import PlaceChoiceSettled, PlaceDivided, PlacesReorganised, PlaceSucceeded
from tinhso.core.places.models import Place, PlaceChoice, PlaceCode, Resolution, Succession, lineage
from tinhso.core.places.tests.conftest import BY, NOW, commune
from tinhso.core.search.models import Row
from tinhso.events.log import history
from tinhso.events.models import Entry
from tinhso.kit.tests.asking import VISITOR

DAY = date(2026, 7, 1)
JOIN = Plan(
    number="1/NQ",
    issued=date(2026, 6, 1),
    effective=DAY,
    title="Sáp nhập",
    opens=(commune("03664", "Chiềng An", 21.39, 103.85),),
    moves=(Move(old="03661", new="03664"), Move(old="03664", new="03664")),
)
DIVIDE = Plan(
    number="2/NQ",
    issued=date(2026, 6, 1),
    effective=DAY,
    title="Chia",
    opens=(commune("03664", "Chiềng Xôm"), commune("04246", "Mường Lạn")),
    moves=(
        Move(old="03661", new="03664", part=True, share=Decimal("0.4")),
        Move(old="03661", new="04246", part=True, share=Decimal("0.6")),
        Move(old="03664", new="03664"),
        Move(old="04246", new="04246"),
    ),
)


def carry_out(plan):
    return actions.reorganise_places(actions.draft_resolution(plan, by=BY, at=NOW), by=BY, at=NOW)


def names(rows):
    return sorted(place.full_name for place in rows)


def test_joined_communes_end_and_the_new_one_begins(land):
    carry_out(JOIN)
    home = Place.objects.get(code="14")
    assert names(Place.objects.current().communes().within(home)) == ["Xã Chiềng An", "Xã Mường Lạn"]
    before = Place.objects.on(DAY - timedelta(days=1)).communes()
    assert names(before) == ["Xã Chiềng Xôm", "Xã Chiềng Đen", "Xã Mường Lạn"]
    new = Place.objects.current().get(code="03664")
    assert names(step.old for step in new.predecessions.all()) == ["Xã Chiềng Xôm", "Xã Chiềng Đen"]
    assert new.valid_from == DAY


def test_villages_of_a_whole_commune_move_with_it_at_once(land):
    carry_out(JOIN)
    new = Place.objects.current().get(code="03664")
    villages = Place.objects.current().villages().within(new)
    assert names(villages) == ["Bản Huổi 1", "Bản Huổi 4", "Bản Nà 1", "Bản Nà 4"]
    assert {village.parent_id for village in villages} == {new.pk}
    assert not PlaceChoice.objects.exists()
    assert Place.objects.current().villages().count() == 6


def test_villages_of_a_divided_commune_wait_for_a_person_and_none_is_lost(land):
    carry_out(DIVIDE)
    waiting = PlaceChoice.objects.open()
    assert sorted(choice.title for choice in waiting) == ["Bản Huổi 1", "Bản Nà 1"]
    new = Place.objects.current().get(code="04246")
    choice = waiting.get(title="Bản Nà 1")
    actions.settle(choice, new=new, by=BY, at=NOW)
    village = Place.objects.get(uuid=choice.ref)
    assert village.parent == new
    assert village.path == f"{new.path}{village.pk}/"
    assert [type(step.event) for step in history(choice)] == [PlaceChoiceSettled]
    assert [left.title for left in PlaceChoice.objects.open()] == ["Bản Huổi 1"]


def test_a_decision_is_made_once_and_only_for_a_successor(land):
    carry_out(DIVIDE)
    choice = PlaceChoice.objects.open().first()
    with pytest.raises(actions.NotASuccessor):
        actions.settle(choice, new=land["14"], by=BY, at=NOW)
    new = Place.objects.current().get(code="03664")
    actions.settle(choice, new=new, by=BY, at=NOW)
    with pytest.raises(actions.AlreadySettled):
        actions.settle(choice, new=new, by=BY, at=NOW)


def test_a_register_that_asks_twice_waits_once(land):
    row = land["03661"].uuid
    for _ in range(2):
        actions.ask_choices("people.household", [(row, "Hộ ông Pâng")], old=land["03661"].pk)
    assert PlaceChoice.objects.count() == 1


def test_the_log_tells_every_succession_with_ids_only(land):
    resolution = carry_out(DIVIDE)
    told = [step.event for step in history(land["03661"])]
    told = [event for event in told if isinstance(event, PlaceSucceeded | PlaceDivided)]
    assert [type(event) for event in told] == [PlaceSucceeded, PlaceSucceeded, PlaceDivided]
    assert {event.new for event in told[:2]} == {
        Place.objects.current().get(code=code).pk for code in ("03664", "04246")
    }
    assert all(event.part for event in told[:2])
    done = [step.event for step in history(resolution)][-1]
    assert (type(done), done.opened, done.closed) == (PlacesReorganised, 2, 3)


def test_carrying_out_twice_changes_nothing(land):
    resolution = carry_out(JOIN)
    count, entries = Place.objects.count(), Entry.objects.count()
    actions.reorganise_places(resolution, by=BY, at=NOW)
    assert (Place.objects.count(), Entry.objects.count()) == (count, entries)


def test_a_preview_changes_nothing_and_tells_what_would_happen(land):
    resolution = actions.draft_resolution(DIVIDE, by=BY, at=NOW)
    seen = actions.preview(resolution)
    assert (len(seen.closes), len(seen.opens), seen.villages, seen.waiting) == (3, 2, 4, 2)
    assert seen.faults == []
    assert Place.objects.ended().count() == 0


def test_a_resolution_of_the_future_waits_for_its_day(land):
    plan = replace(JOIN, effective=NOW.date() + timedelta(days=10))
    resolution = actions.confirm_resolution(actions.draft_resolution(plan, by=BY, at=NOW), by=BY, at=NOW)
    assert resolution.applied_at is None
    jobs.carry_out_resolutions(NOW + timedelta(days=9))
    assert Place.objects.ended().count() == 0
    jobs.carry_out_resolutions(NOW + timedelta(days=10))
    assert Place.objects.ended().count() == 2
    with pytest.raises(actions.AlreadyDone):
        actions.confirm_resolution(resolution, by=BY, at=NOW)
    with pytest.raises(actions.AlreadyDone):
        actions.discard_resolution(resolution, by=BY, at=NOW)


def test_a_draft_can_be_thrown_away_and_its_number_used_again(land):
    resolution = actions.draft_resolution(JOIN, by=BY, at=NOW)
    with pytest.raises(actions.KnownResolution):
        actions.draft_resolution(JOIN, by=BY, at=NOW)
    actions.discard_resolution(resolution, by=BY, at=NOW)
    assert actions.draft_resolution(JOIN, by=BY, at=NOW).number == "1/NQ"


BEGIN = commune("03999", "Mới")
WRONG = {
    "unknown old": replace(JOIN, moves=(*JOIN.moves, Move(old="09999", new="03664"))),
    "unknown new": replace(JOIN, moves=(*JOIN.moves, Move(old="04246", new="09999"))),
    "no source": replace(JOIN, opens=(*JOIN.opens, BEGIN)),
    "twice": replace(JOIN, opens=(*JOIN.opens, *JOIN.opens)),
    "the same move twice": replace(JOIN, moves=(*JOIN.moves, JOIN.moves[0])),
    "whole and part": replace(DIVIDE, moves=(replace(DIVIDE.moves[0], part=False), *DIVIDE.moves[1:])),
    "only a part": replace(JOIN, moves=(replace(JOIN.moves[0], part=True), JOIN.moves[1])),
    "stands already": replace(JOIN, opens=(*JOIN.opens, commune("04246", "X"))),
    "shares too much": replace(DIVIDE, moves=(replace(DIVIDE.moves[0], share=Decimal("0.9")), *DIVIDE.moves[1:])),
    "share of nothing": replace(DIVIDE, moves=(replace(DIVIDE.moves[0], share=Decimal(0)), *DIVIDE.moves[1:])),
    "no parent": replace(JOIN, opens=(commune("03664", "Chiềng An", parent="77"),)),
    "no name": replace(JOIN, opens=(commune("03664", " "),)),
    "bad code": replace(JOIN, opens=(commune("3664", "A"),), moves=(Move(old="03661", new="3664"),)),
}  # fmt: skip


@pytest.mark.parametrize("plan", WRONG.values(), ids=WRONG.keys())
def test_a_plan_that_does_not_fit_is_refused_with_sentences_and_changes_nothing(land, plan):
    resolution = actions.draft_resolution(plan, by=BY, at=NOW)
    for act in (actions.confirm_resolution, actions.reorganise_places):
        with pytest.raises(actions.CannotReorganise) as refused:
            act(resolution, by=BY, at=NOW)
        assert all(str(fault.sentence) for fault in refused.value.faults)
    assert Place.objects.ended().count() == 0
    assert not Succession.objects.exists()


def test_a_unit_below_a_divided_parent_must_be_named(land):
    other = Unit(code="15", name="Một", kind=Kind.PROVINCE, unit_type="tỉnh")
    third = replace(other, code="16", name="Hai")
    plan = replace(
        JOIN,
        opens=(other, third),
        moves=(Move(old="14", new="15", part=True), Move(old="14", new="16", part=True)),
    )
    with pytest.raises(actions.CannotReorganise) as refused:
        carry_out(plan)
    assert {fault.code for fault in refused.value.faults} == {"03661", "03664", "04246"}


def test_a_province_that_is_joined_takes_its_communes_and_villages_along(land):
    PlaceCode.objects.create(place=land["14"], scheme="identity", value="014")
    plan = replace(
        JOIN,
        opens=(Unit(code="11", name="Tây Bắc", kind=Kind.PROVINCE, unit_type="tỉnh"),),
        moves=(Move(old="14", new="11"),),
    )
    carry_out(plan)
    new = Place.objects.current().get(code="11")
    assert Place.objects.current().within(new).count() == 1 + 3 + 6
    village = Place.objects.current().villages().first()
    assert village.path == f"/{new.pk}/{village.parent_id}/{village.pk}/"
    assert PlaceCode.objects.get(place=new).value == "014"


def test_old_and_new_names_are_found(land):
    carry_out(JOIN)
    found = {(row.kind, row.title) for row in Row.objects.find("chieng", rights=VISITOR)}
    assert {("place", "Xã Chiềng An"), ("former_place", "Xã Chiềng Đen"), ("former_place", "Xã Chiềng Xôm")} <= found


def test_sums_before_and_after_can_be_compared(land):
    carry_out(DIVIDE)
    groups = Place.objects.comparable(DAY - timedelta(days=1), DAY)
    assert len(groups) == 1
    old, new = groups[0]
    assert old == {land[code].pk for code in ("03661", "03664", "04246")}
    assert new == set(Place.objects.current().communes().values_list("pk", flat=True))


def test_an_untouched_commune_is_compared_with_itself(land):
    carry_out(JOIN)
    groups = Place.objects.comparable(DAY - timedelta(days=1), DAY)
    assert (frozenset({land["04246"].pk}), frozenset({land["04246"].pk})) in groups
    assert len(groups) == 2


def test_a_lineage_goes_over_several_resolutions(land):
    carry_out(JOIN)
    again = replace(JOIN, number="3/NQ", effective=DAY + timedelta(days=30), opens=(commune("03664", "Chiềng Mới"),))
    carry_out(replace(again, moves=(Move(old="03664", new="03664"),)))
    ends = [step.new.name for step in lineage([land["03661"]], forward=True)]
    assert ends == ["Chiềng An", "Chiềng Mới"]


def test_a_plan_survives_being_kept():
    assert loaded(dumped(DIVIDE)) == DIVIDE
    assert Resolution(number="1").__str__() == "1"
