"""The shipped tables: three generations of Sơn La, Hà Giang joined to Tuyên Quang, 63 provinces to 34."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tinhso.core.places import demo, reference
from tinhso.core.places.management.commands import recheck_places
from tinhso.core.places.models import Place, PlaceCode, Resolution, Succession
from tinhso.core.places.tests.conftest import NOW
from tinhso.events.models import Entry
from tinhso.kit.demo import Demo
from tinhso.kit.folding import fold


@pytest.fixture(scope="module")
def loaded(for_the_file):
    reference.load(NOW)


@pytest.fixture
def vietnam(loaded, db):
    """The shipped tables, loaded once."""


def communes(code, day):
    home = Place.objects.on(day).get(code=code, kind="province")
    return Place.objects.on(day).communes().within(home)


def test_as_many_communes_as_there_were(vietnam):
    counted = {
        ("14", date(2025, 1, 31)): 204,
        ("14", date(2025, 2, 1)): 200,
        ("14", date(2025, 6, 30)): 200,
        ("14", date(2025, 7, 1)): 75,
        ("02", date(2025, 6, 30)): 193,
        ("08", date(2025, 6, 30)): 137,
        ("08", date(2025, 7, 1)): 124,
    }
    assert {(code, day): communes(code, day).count() for code, day in counted} == counted


def test_provinces_and_districts_through_time(vietnam):
    june, july = date(2025, 6, 30), date(2025, 7, 1)
    assert Place.objects.on(june).provinces().count() == 63
    assert Place.objects.on(july).provinces().count() == 34
    assert Place.objects.on(june).filter(kind="district", path__startswith="/").count() == 12 + 11 + 7
    assert not Place.objects.on(july).filter(kind="district").exists()
    assert [row.new.name for row in Succession.objects.filter(old__name="Hà Giang", old__kind="province")] == [
        "Tuyên Quang"
    ]


def test_every_commune_of_before_has_a_successor_and_every_new_one_an_origin(vietnam):
    ended = Place.objects.ended()
    assert not ended.filter(successions=None).exists()
    begun = Place.objects.exclude(valid_from=None)
    assert not begun.filter(predecessions=None).exists()


def test_published_sums(vietnam):
    now = communes("14", NOW.date())
    assert sum(place.population for place in now) == 1_404_587
    assert round(sum(place.area_km2 for place in now)) == 14_109
    joined = communes("08", NOW.date())
    assert sum(place.population for place in joined) == 1_865_274
    assert round(float(sum(place.area_km2 for place in joined)), 1) == 13_795.5


def test_identity_codes_of_joined_provinces_lead_to_the_new_one(vietnam):
    rows = PlaceCode.objects.filter(scheme="identity", value__in=["002", "008"], place__valid_to=None)
    assert [row.place.name for row in rows] == ["Tuyên Quang", "Tuyên Quang"]
    assert PlaceCode.objects.get(scheme="agency", value="H52").place.name == "Sơn La"


def test_quang_trung_was_divided(vietnam):
    old = Place.objects.get(code="00688")
    ways = old.successions.select_related("new")
    assert sorted((way.new.full_name, way.part) for way in ways) == [
        ("Phường Hà Giang 1", True),
        ("Phường Hà Giang 2", True),
    ]


def test_loading_again_changes_nothing(vietnam):
    counts = [model.objects.count() for model in (Place, Resolution, Succession, Entry)]
    reference.load(NOW)
    assert [model.objects.count() for model in (Place, Resolution, Succession, Entry)] == counts


def test_folded_names_and_paths_fit(vietnam):
    for place in Place.objects.select_related("parent"):
        assert place.folded == fold(place.name)
        assert place.path == f"{place.parent.path if place.parent else '/'}{place.pk}/"


def test_codes_and_names_agree_with_a_foreign_list(vietnam):
    out = StringIO()
    call_command("recheck_places", "--strict", stdout=out)
    assert "differences." in out.getvalue()
    assert " code " not in out.getvalue()


def test_the_recheck_tells_what_differs(vietnam):
    Place.objects.current().filter(code="04246").update(name="Mường Lạc", lat=20.0)
    Place.objects.current().filter(code="03646").update(code="")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("recheck_places", "--strict", stdout=out)
    told = out.getvalue()
    assert "04246 name ours Xã Mường Lạc" in told
    assert "centre differs" in told
    assert "03646 code is theirs only" in told


def test_without_the_package_the_recheck_says_so(monkeypatch):
    monkeypatch.setattr(recheck_places, "PACKAGE", "no_such_package_here")
    with pytest.raises(CommandError, match="not installed"):
        call_command("recheck_places")


def villages(seed):
    from random import Random

    Place.objects.villages().delete()
    steps = []
    demo.fill(Demo(province="son-la", now=NOW, random=Random(seed), step=steps.append))
    assert steps[-1] == 1
    return [place.full_name for place in Place.objects.villages().order_by("pk")]


def test_demo_villages_are_the_same_for_the_same_seed(vietnam):
    first = villages(7)
    assert 75 * demo.FEWEST <= len(first) <= 75 * demo.MOST
    assert villages(7) == first
    assert villages(8) != first
