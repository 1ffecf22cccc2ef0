"""Demo life: the running year's round of the province and of its communes, with sample figures; a few measures.

The sample figures lean on the published main indices of 2024; no agency declared them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.operations.index.actions.assessing import attach_link, claim_component, submit_assessment
from tinhso.operations.index.actions.measures import Planned, enter_measure
from tinhso.operations.index.actions.rounds import open_round
from tinhso.operations.index.domain.catalogue import Component
from tinhso.operations.index.models import Assessment, CatalogueVersion, Round, Standing
from tinhso.operations.index.models.history import former_names

AFTER = ("accounts", "cases", "organisations", "places")
SYSTEM = Actor.system()
VERIFIER, OWN_VERIFIER = "Sở Khoa học", "Văn phòng"
BEGAN = timedelta(days=24)
SHOWN_AT = "https://example.vn/minh-chung"
BEGUN, EVERY = 10, 3
"""So many communes have begun; every third of them has handed in."""
HOUSEHOLDS, FIRMS, STAFF, MACHINES, SYSTEMS = 290_000, 3_400, 24_000, 9_800, 42
SIZES: Mapping[str, int] = {
    "3.1": HOUSEHOLDS, "3.2": SYSTEMS, "3.4": 980_000, "3.5": SYSTEMS, "4.1": STAFF, "4.2": STAFF, "4.3": 1_404_587,
    "4.4": 760_000, "5.1": SYSTEMS, "5.2": SYSTEMS, "5.3": MACHINES, "5.4": SYSTEMS, "6.6": 60, "7.2": FIRMS,
    "7.3": FIRMS, "7.5": 31_000, "8.1": 1_010_000, "8.2": 980_000, "8.3": 920_000, "8.5": 4_000, "1.4": 75,
}  # fmt: skip
VALUES: Mapping[str, float] = {"1.2": 4, "1.3": 2, "3.3": 1, "7.1": 7.4, "7.4": 3.1}
OPEN = frozenset({"8.5", "7.5"})
"""What nobody has entered yet."""
BARE = frozenset({"3.3", "7.3"})
"""What is declared and shown by nothing yet."""
BILLION = 1_000_000_000
MEASURES = (
    Planned(
        title="Kéo cáp quang tới 9.000 hộ ở 40 bản đông dân", owner="Sở Khoa học và Công nghệ",
        cost=int(4.2 * BILLION), months=9, effects={"3.1": {"got": 9_000}}, note="Nhà mạng đã khảo sát",
    ),
    Planned(
        title="Đưa 8 hệ thống dùng chung lên Trung tâm dữ liệu tỉnh", owner="Trung tâm dữ liệu tỉnh",
        cost=int(2.1 * BILLION), months=6, effects={"3.2": {"got": 8}},
    ),
    Planned(
        title="Thêm hai ứng dụng AI trả lời người dân", owner="Sở Khoa học và Công nghệ",
        cost=int(1.5 * BILLION), months=5, effects={"3.3": {"value": 2}},
    ),
    Planned(
        title="Tập huấn chuyển đổi số trên mạng cho 6.000 cán bộ", owner="Sở Nội vụ",
        cost=int(0.45 * BILLION), months=3, effects={"4.2": {"got": 6_000}}, note="Học trên mạng, 2 buổi",
    ),
    Planned(
        title="Tổ công nghệ số dạy kỹ năng cho 60.000 người", owner="Sở Khoa học và Công nghệ",
        cost=int(1.2 * BILLION), months=8, effects={"4.4": {"got": 60_000}},
    ),
    Planned(
        title="Duyệt cấp độ và đủ phương án cho 9 hệ thống", owner="Công an tỉnh",
        cost=int(0.8 * BILLION), months=4, effects={"5.1": {"got": 9}, "5.4": {"got": 9}},
    ),
    Planned(
        title="Thuê giám sát an toàn thông tin cho 15 hệ thống", owner="Trung tâm dữ liệu tỉnh",
        cost=int(1.1 * BILLION), months=3, effects={"5.2": {"got": 15}},
    ),
    Planned(
        title="Mở thêm 14 bộ dữ liệu trên cổng dữ liệu", owner="Trung tâm dữ liệu tỉnh",
        cost=int(0.15 * BILLION), months=2, effects={"6.6": {"got": 14}},
    ),
    Planned(
        title="Giúp 700 doanh nghiệp nhỏ lên nền tảng số", owner="Sở Tài chính",
        cost=int(1.8 * BILLION), months=9, effects={"7.2": {"got": 700}}, either="doanh-nghiep",
    ),
    Planned(
        title="Giúp 700 doanh nghiệp lên nền tảng số và ký hợp đồng điện tử", owner="Sở Công Thương",
        cost=int(2.9 * BILLION), months=9, effects={"7.2": {"got": 700}, "7.3": {"got": 500}}, either="doanh-nghiep",
    ),
    Planned(
        title="Cấp 90.000 chữ ký số cá nhân ở Một cửa", owner="Văn phòng Uỷ ban nhân dân tỉnh",
        cost=int(0.9 * BILLION), months=6, effects={"8.3": {"got": 90_000}},
    ),
    Planned(
        title="Kích hoạt tài khoản định danh cho 45.000 người", owner="Công an tỉnh",
        cost=int(0.6 * BILLION), months=5, effects={"8.1": {"got": 45_000}},
    ),
    Planned(
        title="Ban hành văn bản chỉ đạo chuyên đề quý IV", owner="Văn phòng Uỷ ban nhân dân tỉnh",
        cost=0, months=1, effects={"1.2": {"value": 1}},
    ),
)  # fmt: skip


def fill(demo: Demo) -> None:
    """A round of the province that is nearly filled in, one of the communes that is under way, thirteen measures."""
    home, year = Place.objects.home(), timezone.localdate(demo.now).year
    whole = _open(demo, "dti", year, [home], OWN_VERIFIER)
    if whole:
        _province(demo, whole.assessments.select_related("round__catalogue", "place").get())
        for planned in MEASURES:
            enter_measure(planned, whole.catalogue.index, home, by=SYSTEM, at=demo.now)
    demo.step(0.3)
    places = list(Place.objects.current().communes().within(home).by_name())
    communes = _open(demo, "commune", year, places, VERIFIER)
    if communes:
        _communes(demo, communes)
    demo.step(1)


def _open(demo: Demo, code: str, year: int, places: list[Place], verifier: str) -> Round | None:
    version = CatalogueVersion.objects.in_year(code, year)
    offices = Organisation.objects.current().agencies().filter(place=Place.objects.home())
    office = offices.filter(name__startswith=verifier).order_by("pk").first() or offices.order_by("pk").first()
    if version is None or office is None:
        return None
    days = (date(year, 1, 1), date(year, 12, 31))
    at = demo.now - BEGAN
    return open_round(version, year=year, days=days, places=places, verifier=office, by=SYSTEM, at=at)


def _province(demo: Demo, assessment: Assessment) -> None:
    shares = _published(assessment.place)
    for main in assessment.round.catalogue.index.mains:
        for one in main.components:
            if not one.is_counted and one.code not in OPEN:
                share = _near(shares.get(main.code, 0.6), demo.random)
                _claim(demo, assessment, one, _figures(one, share, SIZES.get(one.code, 100)), bare=one.code in BARE)


def _communes(demo: Demo, opened: Round) -> None:
    """Some communes at their own pace; every third has handed in. The others have not begun."""
    rows = opened.assessments.select_related("round__catalogue", "place").order_by("pk")
    for number, assessment in enumerate(demo.random.sample(list(rows), min(BEGUN, len(rows)))):
        ready, level = number % EVERY == 0, 0.35 + 0.4 * demo.random.random()
        for one in assessment.round.catalogue.index.components:
            if one.is_counted or not (ready or demo.random.random() < 0.4):
                continue
            share = _near(level, demo.random)
            _claim(demo, assessment, one, _figures(one, share, 100), bare=not ready and demo.random.random() < 0.2)
        if ready:
            submit_assessment(assessment, by=SYSTEM, at=demo.now - timedelta(days=2))


def _published(place: Place) -> dict[str, float]:
    """The main indices of 2024 where they were found, the mean of the former provinces where it was merged."""
    rows = (
        Standing.objects.published().filter(year=2024, province__in=former_names(place)).values_list("mains", flat=True)
    )
    found: dict[str, list[float]] = {}
    for mains in rows:
        for code, value in mains.items():
            found.setdefault(code, []).append(value)
    return {code: sum(values) / len(values) for code, values in found.items()}


def _near(share: float, chance: Random) -> float:
    return min(0.98, max(0.05, chance.gauss(share, 0.08)))


def _figures(one: Component, share: float, size: int) -> dict[str, float]:
    full = getattr(one.formula, "full_at", 1.0)
    told = {
        "got": round(size * share * min(1.0, full)), "all": size, "yes": int(share > 0.3),
        "value": VALUES.get(one.code, round(share * full, 2)),
    }  # fmt: skip
    return {figure.key: told[figure.key] for figure in one.figures}


def _claim(demo: Demo, assessment: Assessment, one: Component, figures: dict[str, float], *, bare: bool) -> None:
    at = demo.now - timedelta(days=demo.random.randint(3, 20))
    claim_component(assessment, one.code, figures, by=SYSTEM, at=at)
    if not bare:
        link = f"{SHOWN_AT}/{assessment.place.code or 'tinh'}/{one.code}"
        attach_link(assessment, one.code, link=link, title="Báo cáo số liệu có xác nhận", by=SYSTEM, at=at)
