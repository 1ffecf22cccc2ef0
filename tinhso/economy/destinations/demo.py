"""What guests said, and a warning, for places of the demo. Nothing is made up about the real places themselves."""

from datetime import timedelta

from django.conf import settings

from tinhso.core.places.models import Place
from tinhso.economy.destinations.actions.reviews import answer_review, give_review
from tinhso.economy.destinations.actions.scans import count_scan
from tinhso.economy.destinations.actions.trips import keep_trip
from tinhso.economy.destinations.actions.warnings import put_up_warning
from tinhso.economy.destinations.domain.planning import Wish
from tinhso.economy.destinations.domain.words import Interest, Vehicle
from tinhso.economy.destinations.models import Destination, Junction
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

AFTER = ("accounts", "people")
SYSTEM = Actor.system()
SAID = (
    (5, "Đi sáng sớm, vắng người, rất đẹp."),
    (4, "Đường hơi dốc, nên đi xe số."),
    (5, "Bà con dễ mến, cơm bản ngon."),
    (3, "Chỗ để xe chật, cuối tuần đông."),
    (5, "Beautiful and quiet. Bring water."),
    (4, "Trẻ con thích lắm."),
    (2, "Chỉ đường chưa rõ, phải hỏi nhiều lần."),
)
ANSWERED = 2
SCANS = 30


def fill(demo: Demo) -> None:
    """Some weeks of guests."""
    places = list(Destination.objects.shown().exclude(kind="festival").order_by("code"))
    for number, one in enumerate(places[::3]):
        for guest in range(demo.random.randrange(5, 9)):
            face, words = demo.random.choice(SAID)
            at = demo.now - timedelta(days=guest * 5 + 1, hours=number % 9)
            told = words if demo.random.random() < 0.5 else ""
            given = give_review(one, face=face, words=told, person=None, device=f"{one.code}-{guest}", by=SYSTEM, at=at)
            if told and face <= ANSWERED:
                answer_review(given, words="Xã cảm ơn và đã dựng biển chỉ đường.", by=SYSTEM, at=at + timedelta(days=1))
        demo.step(0.7 * 3 * number / len(places))
    _scans(demo, places)
    _journey(demo)
    _warning(demo)


def _scans(demo: Demo, places: list[Destination]) -> None:
    for number in range(SCANS):
        at = demo.now - timedelta(hours=5 * number + 1)
        count_scan(demo.random.choice(places), language=demo.random.choice(("vi", "en", "id")), by=SYSTEM, at=at)


def _journey(demo: Demo) -> None:
    town = Junction.objects.exclude(name="").order_by("pk")[0]
    wish = Wish(
        start=(town.lat, town.lon), first=(demo.now + timedelta(days=5)).date(), days=2,
        interests=frozenset(Interest), vehicle=Vehicle.MOTORBIKE,
    )  # fmt: skip
    keep_trip(wish, town.name, by=SYSTEM, at=demo.now)


def _warning(demo: Demo) -> None:
    commune = Place.objects.current().communes().within(Place.objects.home()).filter(
        name={"son-la": "Tà Xùa", "tuyen-quang": "Quản Bạ"}[settings.PROVINCE]
    )  # fmt: skip
    put_up_warning(
        commune.get(), kind="weather", words="Sương mù dày đến trưa. Đi chậm, bật đèn.",
        words_en="Thick fog until noon. Drive slowly with lights on.", ends=demo.now + timedelta(days=2),
        by=SYSTEM, at=demo.now,
    )  # fmt: skip
