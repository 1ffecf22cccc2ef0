"""What a host does with a home: its page, its rooms and prices, opening and closing it; what an office does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Mandate
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PHOTOS, VOICE_NOTE
from tinhso.core.files.models import File
from tinhso.core.payments.models import PayeeAccount
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.economy.stays.domain.prices import Season
from tinhso.economy.stays.domain.words import HomeKind, Standing
from tinhso.economy.stays.events import HomeBegun, HomeChanged, HomeClosed, HomeOpened
from tinhso.economy.stays.models import Home, Room, SeasonRate
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

SYSTEM = "stays"
MOST_PHOTOS, MOST_ROOMS = 4, 40
PICTURE, VOICE = "photo", "voice"


class NoRoomYet(Refusal):
    sentence = _("Write down at least one room with its price. Then guests can book.")


class ClosedByOffice(Refusal):
    sentence = _("The commune has closed this home. Speak with the officer who inspected it.")


class NoAccount(Refusal):
    sentence = _("A deposit needs an account to go to. Ask the commune to open yours.")
    field = "deposit"


class EnoughPhotos(Refusal):
    sentence = _("Four photos are enough.")
    field = "photo"


class EnoughRooms(Refusal):
    sentence = _("So many rooms are no homestay. Ask the commune.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTold:
    """A room as its host tells it; prices in đồng."""

    name: str
    beds: int
    sleeps: int
    weekday: int
    weekend: int


@transaction.atomic
def begin_home(host: Person, *, name: str, kind: HomeKind, place: Place, by: Actor, at: datetime) -> Home:
    """Begin a page. Raises NotYours for another's."""
    _refuse_other(host.uuid, by, at)
    home = Home.objects.create(
        host=host, name=name.strip()[:80], kind=kind, place=place, lat=place.lat, lon=place.lon, begun_at=at
    )
    record(HomeBegun(kind=kind), about=home, by=by, at=at, place=place.pk)
    return home


@transaction.atomic
def change_home(home: Home, *, told: Mapping[str, object], by: Actor, at: datetime) -> Home:
    """Change what its page says or its rules. `told`: columns. Raises NotYours, NoAccount."""
    home = locked_home(home, by=by, at=at)
    for name, value in told.items():
        setattr(home, name, value)
    if home.deposit and home.payee_id is None:
        home.payee = PayeeAccount.objects.open().filter(organisation__owner__uuid=home.host_id).order_by("pk").first()
        if home.payee is None:
            raise NoAccount
    home.save(update_fields=[*told, "payee"])
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return home


@transaction.atomic
def add_room(home: Home, told: RoomTold, *, by: Actor, at: datetime) -> Room:
    """Another room or common room. Raises NotYours, EnoughRooms."""
    home = locked_home(home, by=by, at=at)
    if home.rooms.filter(retired_at=None).count() >= MOST_ROOMS:
        raise EnoughRooms
    room = Room.objects.create(
        home=home, name=told.name.strip()[:60], beds=told.beds, sleeps=told.sleeps,
        weekday=told.weekday, weekend=told.weekend,
    )  # fmt: skip
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return room


@transaction.atomic
def set_season(room: Room, season: Season, *, by: Actor, at: datetime) -> SeasonRate:
    """Another price for some nights; what is booked keeps its price. Raises NotYours."""
    home = locked_home(room.home, by=by, at=at)
    rate = SeasonRate.objects.create(
        room=room, first=season.first, last=season.last, weekday=season.rate.weekday, weekend=season.rate.weekend
    )
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return rate


@transaction.atomic
def add_upload(home: Home, upload: "UploadedFile", *, spoken: bool, by: Actor, at: datetime) -> File:
    """A photo or the host's voice, for everybody. Raises NotYours, EnoughPhotos, FileRefused."""
    home = locked_home(home, by=by, at=at)
    if not spoken and len(photos_of(home)) >= MOST_PHOTOS:
        raise EnoughPhotos
    kept = keep_file(
        upload, rules=VOICE_NOTE if spoken else PHOTOS, about=home, place=home.place_id, public=True,
        by=by, at=at, field=VOICE if spoken else PICTURE,
    )  # fmt: skip
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return kept


def photos_of(home: Home) -> Sequence[File]:
    """Its photos, the first first."""
    return [one for one in _files(home) if one.preview_id]


def voice_of(home: Home) -> File | None:
    """What the host said last."""
    return next((one for one in reversed(_files(home)) if not one.preview_id), None)


def _files(home: Home) -> list[File]:
    rows = File.objects.filter(about_kind=Home._meta.label_lower, about=str(home.uuid), forgotten_at=None)
    return list(rows.order_by("pk"))


@transaction.atomic
def open_home(home: Home, *, by: Actor, at: datetime) -> Home:
    """Guests may book from now on. Raises NotYours, NoRoomYet, ClosedByOffice."""
    home = locked_home(home, by=by, at=at)
    if home.closed_by_office:
        raise ClosedByOffice
    rooms = list(home.rooms.filter(retired_at=None))
    if not rooms:
        raise NoRoomYet
    if not home.is_open:
        _stand(home, Standing.OPEN)
        opened = HomeOpened(rooms=len(rooms), beds=sum(room.beds * room.sleeps for room in rooms))
        record(opened, about=home, by=by, at=at, place=home.place_id)
    return home


@transaction.atomic
def close_home(home: Home, *, by: Actor, at: datetime) -> Home:
    """Nobody books any more; what is booked stays. Raises NotYours."""
    home = locked_home(home, by=by, at=at)
    if home.is_open:
        _stand(home, Standing.CLOSED)
        record(HomeClosed(inspected=False), about=home, by=by, at=at, place=home.place_id)
    return home


@transaction.atomic
def note_inspection(home: Home, *, passed: bool, stars: int, by: Actor, at: datetime, on: date) -> Home:
    """An officer was there. A home that did not pass is closed; its bookings are called off by what follows.

    Raises NotYours.
    """
    home = Home.objects.select_for_update().get(pk=home.pk)
    require(by, "inspect_homes", place=home.place_id, at=at)
    home.inspected_on, home.stars, home.closed_by_office = on, stars, not passed
    home.save(update_fields=["inspected_on", "stars", "closed_by_office"])
    if not passed and home.is_open:
        _stand(home, Standing.CLOSED)
        record(HomeClosed(inspected=True), about=home, by=by, at=at, place=home.place_id)
    else:
        record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return home


def locked_home(home: Home, *, by: Actor, at: datetime) -> Home:
    """The home, locked, for who answers for it. Raises NotYours."""
    home = Home.objects.select_for_update(of=("self",)).select_related("place").get(pk=home.pk)
    _refuse_other(home.host_id, by, at)
    return home


def refuse_stranger(home: Home, by: Actor, at: datetime) -> None:
    """Raises NotYours for whoever is neither the host nor acts for them."""
    _refuse_other(home.host_id, by, at)


def _refuse_other(host: object, by: Actor, at: datetime) -> None:
    if by.account is None and by.channel is Channel.SYSTEM:
        return
    helped = by.for_person == host and bool(Mandate.objects.allowing(by, SYSTEM, at=at))
    own = by.for_person is None and by.person is not None and by.person == host
    if not (own or helped):
        raise NotYours


def _stand(home: Home, standing: Standing) -> None:
    home.standing = standing
    home.save(update_fields=["standing"])
