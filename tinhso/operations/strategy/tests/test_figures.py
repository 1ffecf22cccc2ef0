"""What a figure may be, who may say so, and what is never taken: each with a clear answer and no silent 0."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tinhso.events.log import history
from tinhso.kit.refusals import NotYours
from tinhso.operations.strategy.actions import figures as acts
from tinhso.operations.strategy.actions.figures import declare_figure, take_figure, verify_figure, withdraw_figure
from tinhso.operations.strategy.actions.strategies import (
    AdoptedAlready,
    Aim,
    BaselineHalfTold,
    BaselineTooLate,
    NothingNew,
    ReasonWanted,
    WrongWay,
    adopt_strategy,
    set_target,
)
from tinhso.operations.strategy.domain import figures as rules
from tinhso.operations.strategy.domain.tables import units
from tinhso.operations.strategy.models import Figure, Outlook, Strategy, TargetVersion
from tinhso.operations.strategy.tests.stories import SYSTEM, a_paper, a_target, taken, told, who

pytestmark = pytest.mark.django_db
PARTS = {"core": {"vi": "Lõi"}, "digitised": {"vi": "Số hóa"}}


@pytest.mark.parametrize(
    ("figure", "refusal"),
    [
        (told(2024, "100.1"), rules.OverTheMost),
        (told(2024, "-0.1"), rules.OverTheMost),
        (told(2024, "nan"), rules.NothingTold),
        (told(2024, None), rules.NothingTold),
        (told(2024, 5, unit="people"), acts.OtherUnit),
        (told(2024, 5, method="guess"), acts.MethodUnknown),
        (told(2090, 5), acts.YearToCome),
        (told(2024, 5, parts={"half": Decimal(5)}), acts.PartUnknown),
        (told(2024, None, parts={"core": Decimal(1)}, whole=Decimal(0)), rules.NothingToDivideBy),
        (told(2024, 13, parts={"core": Decimal("7.77"), "digitised": Decimal("4.91")}), rules.PartsDoNotAdd),
    ],
)
def test_what_cannot_be_a_figure_is_refused_and_nothing_is_kept(world, figure, refusal):
    with pytest.raises(refusal):
        take_figure(a_target(parts=PARTS), figure, source="thử", by=SYSTEM, at=timezone.now())
    assert not Figure.objects.filter(target__goal__strategy__code="plan").exists()


def test_the_two_parts_of_2022_make_the_published_share_and_stay_with_it(world):
    """GSO: core 7.77 and digitalisation of other industries 4.91 of GDP, published as 12.67 %."""
    parts = {"core": Decimal("7.77"), "digitised": Decimal("4.91")}
    figure = told(2022, "12.67", parts=parts)
    row = take_figure(a_target(parts=PARTS), figure, source="GSO", by=SYSTEM, at=timezone.now())
    assert (row.value, row.parts) == (Decimal("12.67"), {"core": "7.77", "digitised": "4.91"})
    amounts = rules.of_parts({"core": Decimal(777), "digitised": Decimal(491)}, Decimal(10_000), None)
    assert rules.checked(amounts, units()["percent"]) == Decimal("12.6800")


def test_xuan_declares_with_evidence_and_inh_verifies_before_it_counts(world):
    """Xuân's office answers for the target; nobody else declares, and nobody verifies what they declared."""
    target, xuan, inh = a_target(value=90, year=2030), world.client("xuan"), world.client("inh")
    address = reverse("declare_figure", args=[target.uuid])
    page = xuan.post(address, {"year": "2025", "value": "64", "method": "published"})
    assert page.status_code == 400, "no evidence"
    assert not target.figures.exists()
    sent = {"year": "2025", "value": "64,5", "method": "published", "evidence": a_paper()}
    assert xuan.post(address, sent).status_code == 302
    row = target.figures.get()
    assert (row.state, row.value, row.source, row.declared_post.title) == (
        "waits", Decimal("64.5"), "Sở Nội vụ", "Trưởng phòng Tổ chức bộ máy",
    )  # fmt: skip
    assert Outlook.objects.get(target=target).standing == "no_data", "what waits is not judged"
    again = xuan.post(address, {**sent, "evidence": a_paper()})
    assert again.status_code == 400, "a year twice from one source"
    verify = reverse("verify_figure", args=[row.uuid])
    assert xuan.post(verify).status_code == 403
    assert inh.post(verify).status_code == 302
    row.refresh_from_db()
    assert row.state == "stands"
    assert Outlook.objects.get(target=target).value == 64.5
    assert [happening.event.name for happening in history(row)] == [
        "strategy.FigureDeclared",
        "strategy.FigureVerified",
    ]
    assert world.client("hac").get(address).status_code == 404


def test_nobody_declares_for_another_office_or_verifies_their_own(world):
    target, at = a_target(), timezone.now()
    with pytest.raises(NotYours):
        declare_figure(target, told(2025, 5), evidence=a_paper(), by=who(world, "muon"), at=at)
    with pytest.raises(NotYours):
        take_figure(target, told(2025, 5), source="x", by=who(world, "hac"), at=at)
    with pytest.raises(acts.EvidenceWanted):
        declare_figure(target, told(2025, 5), evidence=None, by=who(world, "xuan"), at=at)
    row = declare_figure(target, told(2025, 5), evidence=a_paper(), by=who(world, "xuan"), at=at)
    with pytest.raises(acts.AnotherVerifies):
        verify_figure(row, by=SYSTEM, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=row.pk).update(verified_by=row.declared_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=row.pk).update(evidence=None)


def test_a_withdrawn_figure_leaves_the_judgement_and_stays_readable(world):
    target = a_target(value=90, year=2030)
    taken(target, 50, first=2024)
    row, at = target.figures.get(), timezone.now()
    with pytest.raises(acts.WhyWanted):
        withdraw_figure(row, why=" ", by=SYSTEM, at=at)
    inh = world.client("inh")
    assert inh.post(reverse("withdraw_figure", args=[row.uuid]), {"why": "Đếm hai lần"}).status_code == 302
    assert Outlook.objects.get(target=target).value is None
    assert "Đếm hai lần" in inh.get(reverse("figure", args=[row.uuid])).content.decode()
    taken(target, 40, first=2024)
    assert Outlook.objects.get(target=target).value == 40, "the same source may tell that year again"
    with pytest.raises(acts.NotWaiting):
        withdraw_figure(row, why="Lại", by=SYSTEM, at=at)


def test_competing_figures_stand_side_by_side_and_are_never_one_line(world):
    """Hà Giang 2023: 710.59 points reported, 674.4 published."""
    target = a_target(unit="points_1000", measure="dti")
    taken(target, 479, 674.4, 729.2)
    reported = told(2023, "710.59", unit="points_1000", method="reported")
    take_figure(target, reported, source="Báo cáo", by=SYSTEM, at=timezone.now())
    page = world.client("inh").get(reverse("target", args=[target.uuid])).content.decode()
    drawn = page.split('<svg class="chart"')[1].split("</figure>")[0]
    assert "710,59" in page
    assert "710,59" not in drawn
    assert "674,4" in drawn


def test_a_target_is_set_anew_only_with_a_reason_and_what_was_stays(world):
    target, at = a_target(value=90, year=2030), timezone.now()
    by = who(world, "inh")
    with pytest.raises(ReasonWanted):
        set_target(target, Aim(year=2030, value=Decimal(80), reason=" "), by=by, at=at)
    with pytest.raises(NothingNew):
        set_target(target, Aim(year=2030, value=Decimal(90), reason="Thử"), by=by, at=at)
    with pytest.raises(BaselineTooLate):
        late = Aim(year=2030, value=Decimal(80), baseline_year=2030, baseline=Decimal(1), reason="Thử")
        set_target(target, late, by=by, at=at)
    with pytest.raises(BaselineHalfTold):
        set_target(target, Aim(year=2030, value=Decimal(80), baseline_year=2020, reason="Thử"), by=by, at=at)
    with pytest.raises(WrongWay):
        wrong = Aim(year=2030, value=Decimal(80), baseline_year=2020, baseline=Decimal(85), reason="Thử")
        set_target(target, wrong, by=by, at=at)
    with pytest.raises(NotYours):
        set_target(target, Aim(year=2031, value=Decimal(80), reason="Thử"), by=who(world, "hac"), at=at)
    address = reverse("change_target", args=[target.uuid])
    sent = {"value": "85", "year": "2031", "reason": "Nghị quyết mới"}
    assert world.client("inh").post(address, sent).status_code == 302
    assert [(one.number, one.year, one.value) for one in target.versions.order_by("number")] == [
        (1, 2030, 90), (2, 2031, 85),
    ]  # fmt: skip
    assert "Nghị quyết mới" in world.client("inh").get(reverse("target", args=[target.uuid])).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetVersion.objects.filter(target=target).update(value=1)


def test_a_strategy_is_adopted_once_by_a_leader(world):
    strategy = a_target().goal.strategy
    address = reverse("adopt_strategy", args=[strategy.code])
    assert world.client("hac").post(address).status_code == 403
    assert world.client("inh").post(address).status_code == 302
    assert Strategy.objects.get(pk=strategy.pk).adopted_at
    with pytest.raises(AdoptedAlready):
        adopt_strategy(strategy, by=who(world, "inh"), at=timezone.now())
