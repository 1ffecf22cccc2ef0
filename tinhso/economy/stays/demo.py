"""Demo life: sixty homes in the villages, the named host's first, a month that is over and the weeks ahead."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from tinhso.core.accounts.demo import persona
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.actions import approve_payee, propose_payee, take_credit
from tinhso.core.payments.demo.stands import write_stands
from tinhso.core.payments.domain.memos import plain
from tinhso.core.payments.models import PayeeAccount
from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.economy.stays.actions.booking import Full, Wanted, confirm_stay, deposit_intent, hold_stay, take_deposit
from tinhso.economy.stays.actions.desk import check_in, check_out, count_nights, note_clean
from tinhso.economy.stays.actions.homes import RoomTold, add_room, begin_home, change_home, note_inspection, open_home
from tinhso.economy.stays.actions.reviews import answer_review, review_stay
from tinhso.economy.stays.domain.notice import PASSPORT, Guest
from tinhso.economy.stays.domain.words import Has, HomeKind, State
from tinhso.economy.stays.models import Booking, Home, Room
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo

AFTER = ("accounts", "organisations", "people", "places", "payments")
HOMES, PAST, AHEAD = 60, 30, 45
OPENED = timedelta(days=120)
A_DAY = timedelta(days=1)
SYSTEM = Actor.system()
HOST, AGREES = "panh", "xuan"
NAMES = ("Nhà sàn {}", "Homestay {}", "Nhà {}", "Nhà nghỉ {}")
WORDS = (
    "Nhà gỗ ba gian, bếp lửa giữa nhà. Sáng ra đồi chè đi bộ mười phút.",
    "Nhà trình tường, mùa đông ấm. Cả nhà ăn tối cùng khách.",
    "Sàn rộng nhìn xuống ruộng bậc thang. Có chỗ để xe máy.",
    "Nhà mới làm, phòng sạch, nước nóng cả ngày.",
)
SAID = (
    "Đường vào bản là bê tông, xe máy đi được. Đêm lạnh nhưng chăn dày.",
    "Cơm tối rất ngon, cả nhà vui vẻ.",
    "Phòng sạch, chủ nhà chỉ đường tận nơi.",
    "Gà gáy sớm, ai ngủ kỹ thì không sao.",
)
GUESTS = ("Nguyễn Thu Hà", "Trần Văn Nam", "Phạm Minh Anh", "Lê Quốc Bảo", "Đỗ Thị Lan", "Vũ Hải Yến")
ABROAD = (("Marie Dubois", "FRA"), ("James Taylor", "GBR"), ("Lena Schmidt", "DEU"))


def fill(demo: Demo) -> None:
    """Homes first, then the nights that are over, then tonight and the weeks ahead."""
    homes = [_home(demo, number, host, place) for number, (host, place) in enumerate(_hosts(demo))]
    demo.step(0.3)
    rooms = list(Room.objects.filter(home__in=homes).select_related("home").order_by("pk"))
    _past(demo, rooms)
    demo.step(0.7)
    _ahead(demo, rooms)
    demo.step(1)


def _hosts(demo: Demo) -> Iterator[tuple[Person, Place]]:
    """The host everyone knows, then grown people of many villages, one in each."""
    panh = named_people()[HOST]
    if panh.home:
        yield panh, panh.home
    year = timezone.localdate(demo.now).year
    living = Person.objects.living().filter(birth_year__range=(year - 65, year - 28), home__isnull=False)
    rows = living.exclude(pk__in=[one.pk for one in named_people().values()]).select_related("home").order_by("pk")
    seen: set[int] = set()
    for person in rows.iterator():
        if person.home and person.home_id not in seen and len(seen) < HOMES - 1:
            seen.add(person.home.pk)
            yield person, person.home


def _home(demo: Demo, number: int, host: Person, place: Place) -> Home:
    at = demo.now - OPENED
    kind = HomeKind.GUESTHOUSE if number % 9 == 8 else HomeKind.HOMESTAY
    given = host.full_name.rsplit(" ", 1)[-1]
    name = "Nhà sàn Hoa Mận" if number == 0 else NAMES[number % len(NAMES)].format(given)
    home = begin_home(host, name=name, kind=kind, place=place, by=SYSTEM, at=at)
    told: dict[str, object] = {
        "words": WORDS[number % len(WORDS)],
        "has": demo.random.sample([one.value for one in Has], 3),
        "dinner": demo.random.choice((0, 100_000, 120_000, 150_000)),
        "instant": number % 4 == 1,
        "rules": "Không hút thuốc trong nhà. Sau 22 giờ giữ yên lặng.",
        "registered": f"HKD-{number + 101}",
    }
    if number == 0:
        told |= {"deposit": 30, "phone": host.phone or ""} if _account(host, demo) else {}
    change_home(home, told=told, by=SYSTEM, at=at)
    price = demo.random.choice((250, 300, 350, 400)) * 1000
    for count in range(1 + number % 3):
        room = RoomTold(name=f"Phòng {count + 1}", beds=1, sleeps=2, weekday=price, weekend=price + 70_000)
        add_room(home, room, by=SYSTEM, at=at)
    mats = RoomTold(name="Sàn chung", beds=4 + number % 5, sleeps=1, weekday=100_000, weekend=120_000)
    add_room(home, mats, by=SYSTEM, at=at)
    if number % 3 == 0:
        on = (at + 20 * A_DAY).date()
        note_inspection(home, passed=True, stars=number % 2, by=SYSTEM, at=at + 20 * A_DAY, on=on)
    return open_home(home, by=SYSTEM, at=at)


def _account(host: Person, demo: Demo) -> PayeeAccount | None:
    """The account of the household business of the host everyone knows."""
    business = Organisation.objects.businesses().filter(owner=host).order_by("pk").first()
    if business is None:
        return None
    at = demo.now - OPENED
    proposal = propose_payee(
        organisation=business, holder=plain(host.full_name).upper(), bank_bin="970405", number="8200205001234",
        collects=False, by=SYSTEM, at=at,
    )  # fmt: skip
    payee = approve_payee(proposal, by=Actor(account=persona(AGREES).pk), at=at)
    write_stands()  # the simulated bank knows the host's account too
    return payee


def _past(demo: Demo, rooms: list[Room]) -> None:
    """Nights that are over, day by day, so that the register and the numbers stand on what happened."""
    today = timezone.localdate(demo.now)
    for ago in range(PAST, 0, -1):
        day = today - ago * A_DAY
        at = demo.now - ago * A_DAY
        _leave(demo, day)
        for room in demo.random.sample(rooms, min(len(rooms), 6 if day.weekday() in (4, 5) else 2)):
            _arrive(demo, room, day)
        count_nights(day, at=at + A_DAY)
    _leave(demo, today)


def _arrive(demo: Demo, room: Room, day: date) -> None:
    at = demo.now - (timezone.localdate(demo.now) - day)
    booking = _hold(demo, room, day, at=at - timedelta(hours=3))
    if booking is None:
        return
    booking = _settle(booking, at=at - timedelta(hours=2))
    if booking.state == State.CONFIRMED:
        check_in(booking, [_guest(demo, number) for number in range(booking.people)], by=SYSTEM, at=at)


def _leave(demo: Demo, day: date) -> None:
    at = demo.now - (timezone.localdate(demo.now) - day) - timedelta(minutes=30)
    for booking in Booking.objects.here().filter(leaves__lte=day).select_related("room__home"):
        check_out(booking, cash=booking.rest, invoice=demo.random.randrange(8) == 0, by=SYSTEM, at=at)
        note_clean(booking.room, by=SYSTEM, at=at)
        if demo.random.randrange(3) == 0:
            faces = demo.random.choice((4, 5, 5))
            review = review_stay(booking, faces=faces, words=demo.random.choice(SAID), by=SYSTEM, at=at)
            if faces == 4:
                answer_review(review, answer="Cảm ơn anh chị, hẹn gặp lại.", by=SYSTEM, at=at)


def _ahead(demo: Demo, rooms: list[Room]) -> None:
    """The weeks to come, weekends fuller; some wait for an answer, the first at the house everyone knows."""
    today = timezone.localdate(demo.now)
    panhs = [room for room in rooms if room.home_id == rooms[0].home_id]
    saturday = today + ((5 - today.weekday()) % 7 or 7) * A_DAY
    _hold(demo, panhs[0], saturday, at=demo.now - timedelta(minutes=20), nights=1, people=2)
    for _one in range(len(rooms)):
        day = today + demo.random.randint(1, AHEAD) * A_DAY
        day += (5 - day.weekday()) * A_DAY if demo.random.randrange(2) and day.weekday() < 5 else 0 * A_DAY
        at = demo.now - timedelta(hours=demo.random.randint(4, 40))
        booking = _hold(demo, demo.random.choice(rooms[1:]), day, at=at)
        if booking:
            _settle(booking, at=at + timedelta(minutes=10))


def _hold(demo: Demo, room: Room, day: date, *, at: datetime, nights: int = 0, people: int = 0) -> Booking | None:
    beds = demo.random.randint(1, min(3, room.beds))
    wanted = Wanted(
        room=room, arrives=day, leaves=day + (nights or demo.random.choice((1, 1, 2, 3))) * A_DAY, beds=beds,
        people=people or beds * room.sleeps, name=demo.random.choice(GUESTS), phone="",
    )  # fmt: skip
    try:
        return hold_stay(wanted, by=Actor(), at=at)
    except Full:
        return None


def _settle(booking: Booking, *, at: datetime) -> Booking:
    """The host says yes, and the bank tells of the deposit where one is wanted."""
    booking = confirm_stay(booking, by=SYSTEM, at=at)
    intent = deposit_intent(booking)
    if booking.state == State.UNPAID and intent:
        take_credit(
            payee=intent.payee, provider="vietqr", provider_ref=f"demo-{booking.ref}", amount=intent.amount,
            content=intent.order_code, paid_at=at, by=SYSTEM, at=at,
        )  # fmt: skip
        take_deposit(booking.uuid, amount=intent.amount, by=SYSTEM, at=at)
    booking.refresh_from_db()
    return booking


def _guest(demo: Demo, number: int) -> Guest:
    serial = demo.random.randrange(800_000, 999_999)
    if demo.random.randrange(6) == 0:
        name, nation = demo.random.choice(ABROAD)
        return Guest(name=name, born="01/01/1990", nation=nation, paper=PASSPORT, number=f"X{serial}")
    return Guest(name=GUESTS[number % len(GUESTS)], born="15/08/1992", number=f"001192{serial}")
