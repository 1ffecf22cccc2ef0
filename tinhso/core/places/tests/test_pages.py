"""Pages and API: anyone finds their commune; the registrar looks before a resolution is carried out."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from tinhso.core.places import actions, views
from tinhso.core.places.models import Place, PlaceChoice, Resolution, lines_below
from tinhso.core.places.tests.conftest import BY, NOW
from tinhso.core.places.tests.test_reorganising import DIVIDE, JOIN, carry_out
from tinhso.core.search.actions import index
from tinhso.kit.doors import NotSignedIn
from tinhso.kit.tests.asking import VISITOR, Asker, request

REGISTRAR = Asker(held={"reorganise_places": None, "settle_places": None, "keep_places": None})
TABLE = "old_code,new_code,new_name,new_type,new_parent,part,share\n03661,03664,Chiềng An,xã,14,,\n03664,03664,,,,,\n"
HEAD = {"number": "9/NQ", "title": "Sáp nhập", "issued": "01/06/2026", "effective": "01/07/2026"}


def text(answer):
    return answer.content.decode()


def get(view, *args, rights=VISITOR, data=None, **headers):
    return view(request("get", "/places/", data, rights=rights, at=NOW, **headers), *args)


def post(view, *args, rights=REGISTRAR, data=None):
    return view(request("post", "/places/", data, rights=rights, at=NOW), *args)


def test_an_old_name_gives_the_new_commune_and_since_when(land):
    carry_out(JOIN)
    page = text(get(views.now, data={"q": "chieng den"}))
    assert "Xã Chiềng Đen" in page
    assert "Xã Chiềng An" in page
    assert "1/NQ" in page
    assert "01/07/2026" in page


def test_a_divided_commune_names_all_its_successors(land):
    carry_out(DIVIDE)
    page = text(get(views.now, data={"q": "Chiềng Đen"}))
    assert "Xã Chiềng Xôm" in page
    assert "Xã Mường Lạn" in page


def test_the_real_communes_answer_too(vietnam, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = text(get(views.now, data={"q": "xa chieng den"}))
    assert "Phường Chiềng An" in page
    assert "1681/NQ-UBTVQH15" in page


@pytest.mark.parametrize("typed", ["", "zzz", "<script>", "\x00'\"", "a" * 60_000])
def test_any_question_gets_a_page(land, typed):
    answer = get(views.now, data={"q": typed})
    assert answer.status_code == 200
    assert "<script>" not in text(answer).split("<main")[1]


def test_htmx_gets_the_answers_only(land):
    part = text(get(views.places, data={"q": "lan"}, HTTP_HX_REQUEST="true"))
    assert "Xã Mường Lạn" in part
    assert "<html" not in part


def test_the_list_goes_on_page_by_page_without_counting(vietnam, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        first = text(get(views.places))
    second = text(
        get(
            views.places,
            data={"after": str(Place.objects.filter(parent=Place.objects.home()).current().by_name()[49].uuid)},
        )
    )
    names = [place.full_name for place in Place.objects.filter(parent=Place.objects.home()).current().by_name()]
    assert all(name in first for name in names[:50])
    assert all(name in second for name in names[50:])
    assert names[60] not in first.split("<details")[0]


def test_a_place_shows_its_figures_its_past_and_its_neighbours(vietnam, django_assert_max_num_queries):
    index("organisation", "x", "Ủy ban nhân dân phường Tô Hiệu", place=Place.objects.known_by("03646").pk, url="/x/")
    with django_assert_max_num_queries(20):
        page = text(get(views.place, "03646"))
    for told in ("Phường Tô Hiệu", "Tỉnh Sơn La", "Phường Chiềng Lề", "Phường Chiềng Sinh", "11,92", "<svg", "Ủy ban"):
        assert told in page


def test_an_ended_place_leads_to_its_successor(land):
    carry_out(JOIN)
    page = text(get(views.place, str(land["03661"].uuid)))
    assert "Xã Chiềng An" in page


def test_a_village_and_a_province_have_pages_too(land):
    village = Place.objects.villages().first()
    assert "Xã Chiềng Đen" in text(get(views.place, village.code))
    assert "Xã Mường Lạn" in text(get(views.place, "14"))
    assert "Bản Nà 1" in text(get(views.below, "03661"))


@pytest.mark.parametrize("key", ["99999", "x" * 5000, "00000000-0000-0000-0000-000000000000", "'"])
def test_an_unknown_place_is_not_found(land, key):
    with pytest.raises(Http404):
        get(views.place, key)


def upload(content=TABLE, **head):
    content = content if isinstance(content, bytes) else content.encode()
    return HEAD | head | {"table": SimpleUploadedFile("bang.csv", content)}


def test_the_registrar_enters_looks_and_confirms(land):
    answer = post(views.draft_resolution, data=upload())
    resolution = Resolution.objects.get()
    assert (answer.status_code, resolution.applied_at) == (302, None)
    seen = text(get(views.resolution, resolution.uuid, rights=REGISTRAR))
    assert "Xã Chiềng Đen (03661)" in seen
    assert "Xã Chiềng An (03664)" in seen
    assert Place.objects.ended().count() == 0
    assert post(views.confirm_resolution, resolution.uuid).status_code == 302
    assert Place.objects.ended().count() == 2
    assert "Xã Chiềng An" in text(get(views.resolution, resolution.uuid, rights=REGISTRAR))
    assert post(views.confirm_resolution, resolution.uuid).status_code == 409
    assert post(views.discard_resolution, resolution.uuid).status_code == 409
    assert "9/NQ" in text(get(views.resolutions, rights=REGISTRAR))


def test_faults_of_the_table_are_told_line_by_line(land):
    answer = post(views.draft_resolution, data=upload(TABLE + "03661,,,,,,\n04246,03664,,,,maybe,\n"))
    assert answer.status_code == 422
    assert "(03661)" in text(answer)
    assert "(04246)" in text(answer)
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"nothing", b"\x00", "một,hai\n"])
def test_a_file_that_is_no_table_is_refused(land, content):
    assert post(views.draft_resolution, data=upload(content)).status_code == 422


@pytest.mark.parametrize("head", [{"issued": "30/02/2026"}, {"number": ""}, {"effective": "soon"}])
def test_a_wrong_head_is_told(land, head):
    answer = post(views.draft_resolution, data=upload(**head))
    assert answer.status_code == 422
    assert "Sáp nhập" in text(answer)


def test_a_plan_that_does_not_fit_shows_why_and_cannot_be_confirmed(land):
    post(views.draft_resolution, data=upload(TABLE.replace("03661", "09999")))
    resolution = Resolution.objects.get()
    page = text(get(views.resolution, resolution.uuid, rights=REGISTRAR))
    assert "09999" in page
    assert "/confirm/" not in page
    assert post(views.confirm_resolution, resolution.uuid).status_code == 409
    assert post(views.discard_resolution, resolution.uuid).status_code == 302
    assert not Resolution.objects.exists()


def test_a_number_is_entered_once(land):
    post(views.draft_resolution, data=upload())
    assert post(views.draft_resolution, data=upload()).status_code == 422


def test_what_was_divided_is_decided_on_the_page(land, django_assert_max_num_queries):
    carry_out(DIVIDE)
    with django_assert_max_num_queries(4):
        page = text(get(views.choices, rights=REGISTRAR))
    assert "Bản Nà 1" in page
    choice = PlaceChoice.objects.get(title="Bản Nà 1")
    new = Place.objects.current().get(code="04246")
    assert post(views.settle, choice.uuid, data={"new": "x"}).status_code == 409
    assert post(views.settle, choice.uuid, data={"new": str(land["14"].uuid)}).status_code == 409
    assert post(views.settle, choice.uuid, data={"new": str(new.uuid)}).status_code == 302
    assert post(views.settle, choice.uuid, data={"new": str(new.uuid)}).status_code == 409


def test_a_head_decides_only_what_may_fall_to_their_commune(land):
    carry_out(DIVIDE)
    choice = PlaceChoice.objects.get(title="Bản Nà 1")
    new = Place.objects.current().get(code="04246")
    elsewhere = Asker(held={"settle_places": frozenset({land["14"].pk})})
    assert "Bản Nà 1" not in text(get(views.choices, rights=elsewhere))
    with pytest.raises(Http404):
        post(views.settle, choice.uuid, data={"new": str(new.uuid)}, rights=elsewhere)
    assert "Bản Nà 1" in text(get(views.choices, rights=Asker(held={"settle_places": frozenset({new.pk})})))


def test_a_village_is_added_and_a_figure_put_right(land):
    given = {"unit_type": "bản", "name": "Nà Mới"}
    assert post(views.add_villages, "03661", data=given).status_code == 302
    assert Place.objects.get(name="Nà Mới").code == "03661-03"
    assert post(views.add_villages, "03661", data=given).status_code == 422
    figures = {"area_km2": "12,5", "population": "1.234", "lat": "21,4", "lon": "103,8"}
    assert post(views.correct_place, "03661", data=figures).status_code == 302
    assert Place.objects.known_by("03661").population == 1234
    assert post(views.correct_place, "03661", data=figures | {"lat": "99"}).status_code == 422


def test_strangers_stay_outside(land):
    for view, args in ((views.resolutions, ()), (views.choices, ()), (views.add_villages, ("03661",))):
        with pytest.raises(NotSignedIn):
            get(view, *args)
        with pytest.raises(PermissionDenied):
            get(view, *args, rights=Asker(held={}))


def test_the_api_tells_the_same(land, client):
    carry_out(JOIN)
    now = client.get("/api/places/now", {"q": "chieng den"}).json()
    assert now[0]["after"][0]["new"]["full_name"] == "Xã Chiềng An"
    assert now[0]["after"][0]["effective"] == "2026-07-01"
    place = client.get("/api/places/03664").json()
    assert {step["old"]["name"] for step in place["before"]} == {"Chiềng Đen", "Chiềng Xôm"}
    assert place["parent"]["name"] == "Sơn La"
    below = client.get("/api/places/14/below", {"on": str(date(2026, 6, 30))}).json()
    assert [one["name"] for one in below] == ["Chiềng Đen", "Chiềng Xôm", "Mường Lạn"]
    communes = client.get("/api/places/", {"kind": "commune", "limit": 1}).json()
    rest = client.get("/api/places/", {"kind": "commune", "after": communes[0]["uuid"]}).json()
    assert [one["name"] for one in communes + rest] == ["Chiềng An", "Mường Lạn"]
    assert client.get("/api/places/99999").status_code == 404
    assert client.get("/api/places/", {"kind": "planet"}).status_code == 422


def test_places_come_in_the_order_of_the_dictionary(land):
    actions.add_villages(land["04246"], [("bản", "Đon"), ("bản", "Dạ"), ("bản", "Dà")], by=BY, at=NOW)
    shown = [place.name for place in lines_below(land["04246"], None)]
    assert shown == ["Dà", "Dạ", "Đon", "Huổi 6", "Nà 6"]


def test_lines_are_told_as_the_places_themselves(vietnam):
    home = Place.objects.home()
    for place in (home, *Place.objects.filter(parent=home)[:3], *Place.objects.ended().filter(kind="district")[:3]):
        below = Place.objects.filter(parent=place).by_name()
        expected = below.current() if place.stands else below.exclude(kind="village")
        told = [(one.full_name, one.address_key, one.population) for one in lines_below(place, None)]
        assert told == [(one.full_name, one.address_key, one.population) for one in expected[:51]]
