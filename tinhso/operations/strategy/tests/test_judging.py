"""How targets stand, from the figures of the demo and from series that tell little."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tinhso.operations.strategy.actions.counting import count_figures
from tinhso.operations.strategy.domain import apart
from tinhso.operations.strategy.models import Figure, Outlook, SisterFigure, Strategy
from tinhso.operations.strategy.tests.stories import SYSTEM, a_target, taken
from tinhso.warehouse.models import Fact

pytestmark = pytest.mark.django_db


def standing(target):
    outlook = Outlook.objects.get(target=target)
    return outlook.standing, outlook.why


def outlook_of(strategy, code):
    return Outlook.objects.get(target__goal__strategy__code=strategy, target__code=code)


def test_the_published_figures_of_the_province_stand_as_they_are_known(world):
    assert settings.PROVINCE == "son-la"
    assert outlook_of("811-qd-ubnd", "smartphone").standing == "reached", "96.39 of 96 %"
    assert outlook_of("811-qd-ubnd", "mobile-broadband").standing == "missed", "97.25 of 99.56 %"
    assert outlook_of("811-qd-ubnd", "digital-economy").standing == "no_data", "no source tells a share"
    assert outlook_of("2665-qd-ubnd", "dti").standing == "unset"
    assert outlook_of("du-lich-2024", "visitors").standing == "missed"
    assert not SisterFigure.objects.filter(area="Sơn La").exists(), "our own is no sister's"
    assert Strategy.objects.get(code="2665-qd-ubnd").signed_on == date(2025, 10, 28)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), ("no_data", "no_figure")),
        ((40,), ("no_data", "too_few")),
        ((40, 52), ("on_track", "path")),
        ((40, 41), ("at_risk", "path")),
        ((0, 0, 0), ("no_data", "all_zero")),
        ((40, 40, 40), ("at_risk", "forecast")),
        ((60, 75, 86), ("on_track", "forecast")),
        ((60, 75, 91), ("reached", "value")),
    ],
)
def test_a_series_that_tells_little_is_said_to_tell_little(world, values, expected):
    target = a_target(value=90, year=2028)
    taken(target, *values)
    assert standing(target) == expected


def test_a_year_that_is_over_without_its_figure_is_no_data_and_not_missed(world):
    target = a_target(value=90, year=2024)
    taken(target, 50, 60, first=2021)
    assert standing(target) == ("no_data", "no_figure_of_the_year")


def test_bound_targets_are_counted_from_the_warehouse_and_unknown_is_never_zero(world):
    codes = ["procedures.filed_on_line", "procedures.filed_national"]
    target = a_target(value=95, year=2035, method="counted", indicators=codes)
    at, year = timezone.now(), timezone.localdate().year - 1
    Fact.objects.filter(day__year=year).delete()
    count_figures(by=SYSTEM, at=at)
    assert not target.figures.filter(year=year).exists()
    for code, online in zip(codes, (30, 40), strict=True):
        Fact.objects.create(indicator=code, day=date(year, 3, 1), numerator=online, denominator=80, counted_at=at)
    count_figures(by=SYSTEM, at=at)
    row = target.figures.get(year=year)
    assert (float(row.value), row.origin, row.state) == (87.5, "counted", "stands")
    count_figures(by=SYSTEM, at=at)
    assert target.figures.filter(year=year).count() == 1, "counted again with the same result"
    Fact.objects.filter(indicator=codes[0], day__year=year).update(numerator=34)
    count_figures(by=SYSTEM, at=at)
    row.refresh_from_db()
    assert float(row.value) == 92.5


def test_a_year_that_is_not_over_stands_beside_and_is_not_forecast_from(world):
    target = a_target(value=95, year=2035, method="counted", indicators=["procedures.filed_on_line"])
    at = timezone.now()
    Fact.objects.filter(day__year=at.year).delete()
    Fact.objects.create(
        indicator="procedures.filed_on_line", day=date(at.year, 1, 2), numerator=1, denominator=2, counted_at=at
    )  # fmt: skip
    count_figures(by=SYSTEM, at=at)
    assert not Figure.objects.get(target=target, year=at.year).whole_year
    assert standing(target) == ("no_data", "no_figure")


@pytest.mark.parametrize("name", ["inh", "muon"])
def test_the_board_says_how_each_target_stands_in_words_and_signs(world, name):
    client = world.client(name)
    assert "2665/QĐ-UBND" in client.get(reverse("strategies")).content.decode()
    page = client.get(reverse("strategy", args=["811-qd-ubnd"])).content.decode()
    assert "Không đạt" in page
    assert "Đã đạt" in page
    assert "97,25" in page
    assert client.get(reverse("strategy", args=["none"])).status_code == 404


def test_pages_ask_the_same_few_questions_however_many_targets_there_are(world, django_assert_max_num_queries):
    client, target = world.client("inh"), a_target(value=90, year=2028)
    taken(target, 40, 50, 60)
    client.get(reverse("strategies"))
    for address in (
        reverse("strategies"), reverse("strategy", args=["2665-qd-ubnd"]), reverse("target", args=[target.uuid]),
        reverse("my_targets"),
    ):  # fmt: skip
        with django_assert_max_num_queries(14):
            client.get(address)


def test_a_long_series_is_forecast_apart_and_tells_how_it_did(world):
    target = a_target(value=90, year=2028)
    taken(target, 20, 26, 31, 38, 44, 52, 57, 64, 70, first=2015)
    assert Outlook.objects.get(target=target).method == "short", "until the night"
    assert count_figures(by=SYSTEM, at=timezone.now()).without == ""
    outlook = Outlook.objects.get(target=target)
    assert (outlook.method, outlook.tried["times"]) == ("long", 3)
    assert all(0 <= low <= middle <= high <= 100 for _year, low, middle, high in outlook.fan)
    assert outlook.fan[-1][0] == 2028


def test_without_the_extra_a_kind_sentence_and_the_method_for_short_series(world, monkeypatch, capsys):
    target = a_target(value=90, year=2028)
    taken(target, 20, 26, 31, 38, 44, 52, 57, 64, 70, first=2015)
    monkeypatch.setattr(apart, "LIBRARY", "no_such_library")
    call_command("judge_targets")
    assert "analytics" in capsys.readouterr().out
    assert Outlook.objects.get(target=target).method == "short"
