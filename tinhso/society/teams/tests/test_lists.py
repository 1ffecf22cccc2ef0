"""A commune's list of members: read, shown with what to mend, taken in once."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tinhso.core.people.models import Person
from tinhso.kit.sheets import csv_of, xlsx_of
from tinhso.society.teams.actions.lists import forget_lists
from tinhso.society.teams.domain.lists import NotAList, read_rows
from tinhso.society.teams.domain.told import row_of, told_of
from tinhso.society.teams.models import Member, MemberList, Team
from tinhso.society.teams.tests.stories import CALM, sheet, village

HEADS = ["STT", "Thôn, bản", "Họ và tên", "Năm sinh", "Số điện thoại", "Chức vụ trong tổ", "Ngôn ngữ", "Kỹ năng"]
DAY = 86_400


def lines(place):
    """Three members of a village; one telephone lost its zero in a spreadsheet."""
    bare = place.full_name
    return [
        ["UBND XÃ", "", "", "", "", "", "", ""],
        HEADS,
        ["1", bare, "Lò Văn Thử", "1990", "0912345671", "Tổ trưởng", "Thái; Kinh", "Dịch vụ công"],
        ["2", bare, "Giàng A Thử", "1988", "912345672", "Thành viên", "Mông", "VNeID"],
        ["3", place.name, "Lường Thị Thử", "1995", "", "Tổ phó", "", ""],
    ]


@pytest.mark.django_db
def test_a_list_is_looked_at_then_taken_in_and_again_changes_nothing(world):
    place, hac, before = village(world), world.client("hac"), Person.objects.count()
    for turn, expected in enumerate(((3, 0, 0), (0, 0, 3))):
        rows = lines(place)
        sent = hac.post("/teams/lists/", {"file": sheet(rows)})
        assert Person.objects.count() == before + 3 * turn, "reading takes nothing in"
        assert "Lò Văn Thử" in hac.get(sent.headers["Location"]).content.decode()
        hac.post(sent.headers["Location"])
        taken = MemberList.objects.latest("pk")
        assert (taken.joined, taken.renewed, taken.same) == expected
        assert taken.sealed is None
    team = Team.objects.standing().get(place=place)
    phones = dict(team.members.filter(person__full_name__endswith="Thử").values_list("phone", "position"))
    assert phones == {"+84912345671": "deputy", "+84912345672": "member", None: "deputy"}, "it had a head before"

    rows[3][6] = "Mông, Thái"
    sent = hac.post("/teams/lists/", {"file": sheet(rows)})
    hac.post(sent.headers["Location"])
    assert Member.objects.get(team=team, phone="+84912345672").languages == ["mong", "thai"]
    assert MemberList.objects.latest("pk").renewed == 1


@pytest.mark.django_db
def test_every_fault_names_its_row_its_column_and_what_to_do(world):
    rows = lines(village(world))
    rows[2][4], rows[3][6], rows[4][1] = "091234", "Tiếng Sao Hỏa", "Bản Không Có"
    page = world.client("hac").post("/teams/lists/", {"file": sheet(rows)}, follow=True).content.decode()
    told = MemberList.objects.latest("pk")
    faults = [fault[:3] for fault in told.taken_out()["faults"]]
    assert faults == [[3, "Số điện thoại", "091234"], [4, "Ngôn ngữ", "Tiếng Sao Hỏa"], [5, "", "Bản Không Có"]]
    assert told.rows == 0
    assert "Tiếng Sao Hỏa" in page


@pytest.mark.django_db
def test_a_row_that_stands_twice_and_a_number_of_somebody_else_are_left_out(world):
    la, rows = world.person("la"), lines(village(world))
    heads = [*HEADS, "Số CCCD"]
    number = next(one for one in la.numbers.all() if one.kind == "personal").digits
    table = [heads, [*rows[2], ""], [*rows[2], ""], [*rows[3], number]]
    world.client("hac").post("/teams/lists/", {"file": sheet(table)})
    told = MemberList.objects.latest("pk")
    assert {fault[0] for fault in told.taken_out()["faults"]} == {3, 4}
    assert number not in str(told.taken_out()["faults"])
    assert number.encode() not in bytes(told.sealed)


@pytest.mark.django_db
@pytest.mark.promise("P42")
def test_a_workbook_is_read_and_a_bomb_is_not(world):
    hac, media = world.client("hac"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = SimpleUploadedFile("to.xlsx", xlsx_of(lines(village(world))), content_type=media)
    assert hac.post("/teams/lists/", {"file": book}).status_code == 302
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b" " * 300_000_000)
    bomb = SimpleUploadedFile("to.xlsx", held.getvalue(), content_type=media)
    assert hac.post("/teams/lists/", {"file": bomb}).status_code == 400
    for junk in (b"PK\x03\x04 no zip", b"\xff\xfe\x00", b"name;no\n1;2"):
        sent = SimpleUploadedFile("to.csv", junk, content_type="text/csv")
        assert hac.post("/teams/lists/", {"file": sent}).status_code == 400


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_a_list_that_nobody_takes_in_is_gone_after_a_day(world):
    world.client("hac").post("/teams/lists/", {"file": sheet(lines(village(world)))})
    at = timezone.now()
    assert forget_lists(at=at) == 0
    assert forget_lists(at=at + timezone.timedelta(seconds=DAY + 60)) >= 1
    one = MemberList.objects.latest("pk")
    assert world.client("hac").post(f"/teams/lists/{one.uuid}/").status_code == 302
    assert MemberList.objects.get(pk=one.pk).taken_at is None


WHATEVER = st.one_of(st.text("Aậ9/;,-=+ .\n", max_size=8), st.integers(), st.none(), st.just(1990.0), st.just(1e300))


@CALM
@given(st.lists(st.lists(WHATEVER, max_size=5), max_size=6))
def test_whatever_stands_in_a_list_is_read_or_refused(cells):
    try:
        read = read_rows(iter([["Họ và tên", "Bản", "Năm sinh", "Số điện thoại"], *cells]))
    except NotAList:
        return
    assert all(row_of(told_of(row)) == row for row in read.rows)
    assert all(str(fault.sentence) for fault in read.faults)


CELL = st.text('Aậ9=+-@<&" \t\u00a0', max_size=6)


@CALM
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8))
def test_no_cell_of_an_export_is_a_formula(rows):
    back = list(csv.reader(io.StringIO(csv_of(rows).decode("utf-8-sig"))))
    assert not [cell for row in back for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of([["first", "row"], *rows])))
    assert book.get_sheet_by_index(0).to_python()[0] == ["first", "row"]
