"""A place, as people write it."""

from datetime import date

import pytest
from django.utils import translation

from tinhso.core.cases.domain.definition import parse_fields
from tinhso.core.cases.forms import answers_of, form_for
from tinhso.core.cases.forms.places import said
from tinhso.core.cases.tests.stories import Office, place
from tinhso.core.places.models import Place, Resolution, Succession

pytestmark = pytest.mark.django_db

FIELDS = parse_fields([{"key": "where", "type": "place", "label": {"vi": "Ở đâu"}, "required": True}])


def asked(typed: str, answers=None):
    with translation.override("vi"):
        form = form_for(FIELDS, answers, data={"where": typed})
        form.is_valid()
        return form


def answer(typed: str) -> str:
    return answers_of(asked(typed))["where"]


@pytest.fixture
def village(lan: Office) -> Place:
    place("Phiêng Pẻn", lan.elsewhere, kind="village")
    return place("Phiêng Pẻn", lan.place, kind="village")


@pytest.mark.parametrize("typed", ["Mường Lạn", "xã Mường Lạn", "XA MUONG LAN", "  mường lạn ", "Mường Lạn, Sơn La"])
def test_a_commune_is_known_however_it_is_written(lan: Office, typed: str):
    assert answer(typed) == str(lan.place.uuid)
    assert answer(str(lan.place.uuid)) == str(lan.place.uuid)


def test_two_villages_of_one_name_are_told_apart(lan: Office, village: Place):
    told = asked("Phiêng Pẻn").errors["where"][0]
    assert said(village) in told
    assert answer(f"phiêng pẻn, {lan.place.full_name}") == str(village.uuid)
    assert answer(said(village)) == str(village.uuid)


def test_a_former_name_leads_to_its_heir(lan: Office):
    old = place("Mường Cũ")
    Place.objects.filter(pk=old.pk).update(valid_to=date(2025, 7, 1))
    act = Resolution.objects.create(
        number="1",
        issued=date(2025, 6, 1),
        effective=date(2025, 7, 1),
        title="x",
        plan={},
        drafted_at="2025-06-01T00:00Z",
    )
    Succession.objects.create(resolution=act, old=old, new=lan.place)
    assert answer("xã Mường Cũ") == str(lan.place.uuid)


@pytest.mark.parametrize("typed", ["", "Hà Lội", ",", "xã", "x" * 200, "5b0c3f8e-0000-4000-8000-000000000001"])
def test_what_is_no_place_is_told(lan: Office, typed: str):
    assert list(asked(typed).errors) == ["where"]


def test_a_place_stands_in_the_form_by_its_name(lan: Office):
    form = form_for(FIELDS, {"where": str(lan.place.uuid)})
    html = str(form["where"])
    assert 'value="Xã Mường Lạn"' in html
    assert html.count("<option") == Place.objects.current().communes().count()
