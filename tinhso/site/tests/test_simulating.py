"""A published quarter lived again: the facts show its numbers, or the command says that they do not."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conftest import World
from tinhso.government.procedures.models import Dossier
from tinhso.site.simulating import profile, profiles
from tinhso.warehouse.models import Fact

QUARTER = {"first": date(2024, 4, 1), "last": date(2024, 6, 30)}


def test_the_facts_show_the_published_share(world: World, settings, capsys) -> None:
    settings.DEMO = True
    call_command("simulate", scale=0.0005, played=6)
    received = Fact.objects.total("procedures.received", **QUARTER)
    on_line = Fact.objects.total("procedures.filed_on_line", **QUARTER)
    assert (received.numerator, on_line.numerator, on_line.denominator) == (72, 63, 72)
    assert Fact.objects.total("petitions.received", **QUARTER).numerator == 1
    assert Fact.objects.total("procedures.fees_paid", **QUARTER).numerator == 1
    days = Dossier.objects.order_by("-pk").values_list("case__opened_at", flat=True)[:72]
    assert {QUARTER["first"] <= timezone.localdate(day) <= QUARTER["last"] for day in days} == {True}
    told = capsys.readouterr().out
    assert "over 143,000" in told
    assert "87.5%" in told


@pytest.mark.parametrize(
    "asked", [{"scale": 0.0}, {"scale": 0.1, "last": timezone.localdate() + timedelta(days=2)}], ids=str
)
def test_no_quarter_of_nothing_and_none_of_tomorrow(asked: dict[str, object], settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="scale is above 0"):
        call_command("simulate", **asked)


def test_it_is_never_lived_in_a_real_province(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="MODE=demo"):
        call_command("simulate")


def test_every_profile_says_where_it_is_from_and_keeps_the_published_share() -> None:
    assert profiles() == ["ha-giang-2024-q2"]
    told = profile("ha-giang-2024-q2")
    wanted = told.wanted(1)
    assert "Published" in told.source
    assert wanted["dossiers"] > 143_000
    assert wanted["on_line"] > 125_000
    assert round(wanted["on_line"] / wanted["dossiers"], 3) == 0.873
