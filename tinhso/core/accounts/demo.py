"""Demo life: some 300 officers with posts in every office, helpers in every commune, citizens, mandates; and the file
from which the simulated national identity knows them all.

Nobody here has a password: in a demo one becomes one of them at `/demo/`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from tinhso.core.accounts.actions import delegate_post, give_mandate, give_post, open_account, record_absence
from tinhso.core.accounts.actions.accounts import Identity
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.domain.personas import PERSONAS
from tinhso.core.accounts.domain.rights import OVER_ALL_AGENCIES
from tinhso.core.accounts.models import Account, Post
from tinhso.core.accounts.models.mandates import ANYTHING, Evidence
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.organisations.models import Organisation, PostTitle
from tinhso.core.people.demo import named_people, officers_to_be
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo, Quarter
from tinhso.kit.folding import fold

AFTER = ("places", "people", "organisations")
SIMULATED = "http://127.0.0.1:8901"
OPENED = timedelta(days=150)
CITIZENS, MANDATES = 240, 30
SYSTEM = Actor.system()
HELPER_TITLE = "Thành viên Tổ công nghệ số cộng đồng"
REGISTER_OFFICE, DATA_OFFICE = "Sở Nội vụ", "Sở Khoa học và Công nghệ"


def persona(name: str) -> Account:
    """The account of someone everyone knows, or of who acts for them: `persona("hac")`. Raises Account.DoesNotExist."""
    return Account.objects.get(username=PERSONAS[name].through or name)


def fill(demo: Demo) -> None:
    """Open accounts, give posts from the committee of the smallest commune up to the province, let people help."""
    at = demo.now - OPENED
    cast = named_people()
    communes = list(Place.objects.current().communes().within(Place.objects.home()).by_name())
    able = officers_to_be(communes, on=timezone.localdate(at))
    make_named_accounts(cast, at=at)
    for done, commune in enumerate(communes, start=1):
        _commune(commune, iter(able.get(commune.pk, [])), at)
        demo.step(0.6 * done / len(communes))
    _province([person for commune in communes for person in able.get(commune.pk, [])[8:]], at)
    demo.step(0.75)
    _citizens(demo, at)
    _mandates(demo, cast)
    _standing_in(demo)
    write_identities()
    demo.step(1)


def simulate(quarter: Quarter) -> None:
    """Whoever has a post now had it then already."""
    begin = timezone.make_aware(datetime.combine(quarter.first, datetime.min.time()))
    Post.objects.filter(starts_at__gt=begin).update(starts_at=begin)
    Post.objects.filter(confirmed_at__gt=begin).update(confirmed_at=begin)


def write_identities() -> None:
    """Tell the simulated identity whom it knows: everyone here who has a citizen's account."""
    known = []
    accounts = Account.objects.filter(kind=Kind.CITIZEN, person__isnull=False).exclude(subject="")
    for account in accounts.select_related("person").prefetch_related("person__numbers").order_by("username"):
        number = account.person.number if account.person else None
        if account.person and number:
            name = account.person.full_name
            known.append({"sub": account.subject, "name": name, "number": number.digits, "level": account.level})
    folder = settings.VAR / "simulators"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "identity.json"
    clients = {settings.IDENTITY_CLIENT: settings.IDENTITY_SECRET}
    file.write_text(json.dumps({"clients": clients, "people": known}, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)


def subject_of(person: Person) -> str:
    """What the simulated identity calls someone: nothing that tells their number."""
    return hashlib.sha256(f"simulated {person.uuid}".encode()).hexdigest()[:32]


def _open(person: Person, username: str, kind: Kind, at: datetime, level: int = 0) -> Account:
    issuer = settings.IDENTITY_ISSUER or SIMULATED
    identity = Identity(issuer=issuer, subject=subject_of(person), level=level) if level else None
    return open_account(username=username, kind=kind, person=person.uuid, by=SYSTEM, at=at, identity=identity)


def _staff(person: Person, at: datetime) -> Account:
    """An account named as people are: `hac.camvan`, with a number when two share a name."""
    name = f"{fold(person.given)}.{fold(person.family + person.middle).replace(' ', '')}"
    same = Account.objects.filter(username__startswith=name).count()
    return _open(person, f"{name}{same + 1 if same else ''}", Kind.STAFF, at)


def _post(account: Account, office: Organisation, role: Role, title: str, place: Place, at: datetime) -> Post:
    return give_post(
        account, organisation=office, role=role, title=title, place=place, starts_at=at, ends_at=None, by=SYSTEM, at=at
    )


def make_named_accounts(cast: Mapping[str, Person], *, at: datetime) -> None:
    """Accounts and posts of the people everyone knows, for the demo and for tests. Their offices must be there."""
    home = Place.objects.home()
    for name, persona in PERSONAS.items():
        if persona.through:
            continue
        person = cast[name]
        staff = persona.role not in (None, Role.HELPER, Role.HOST)
        account = _open(person, name, Kind.STAFF if staff else Kind.CITIZEN, at, level=0 if staff else 2)
        if persona.role is None:
            continue
        place = home if persona.role in OVER_ALL_AGENCIES else _commune_of(person)
        _post(account, _office_of(name, place, person), persona.role, persona.title, place, at)


def _office_of(name: str, place: Place, person: Person) -> Organisation:
    """Where one of the cast works."""
    there = Organisation.objects.current().filter(place=place)
    named = {"chu": DATA_OFFICE, "xuan": REGISTER_OFFICE}
    if name in named:
        return there.get(name=named[name])
    parts = {"hac": "Trung tâm Phục vụ", "dung": "Trạm Y tế"}
    if name in parts:
        return there.get(name__startswith=parts[name])
    own = Organisation.objects.businesses().filter(owner=person).first() if name == "panh" else None
    return own or there.agencies().filter(parent=None).order_by("pk")[0]


def _commune(commune: Place, able: Iterator[Person], at: datetime) -> None:
    """The head, the officers of each department, and two helpers; the seats of the cast are taken already."""
    offices = Organisation.objects.current().offices().filter(place=commune).order_by("pk")
    for title in PostTitle.objects.filter(organisation__in=offices).select_related("organisation").order_by("pk"):
        if title.title.startswith("Phó") or Post.objects.filter(organisation=title.organisation).exists():
            continue
        person = next(able, None)
        if person is None:
            return
        _post(_staff(person, at), title.organisation, Role(title.role), title.title, commune, at)
    committee = offices.agencies().filter(parent=None).order_by("pk")[0]
    for person in (person for person, _seat in zip(able, range(2), strict=False)):
        helper = _citizen(person, at, level=2)
        _post(helper, committee, Role.HELPER, HELPER_TITLE, commune, at)


def _province(rest: Sequence[Person], at: datetime) -> None:
    """Directors and officers of the departments, two registrars, a second engineer, the chairman."""
    home = Place.objects.home()
    free = iter(person for person in rest if not Account.objects.filter(person=person).exists())
    agencies = Organisation.objects.current().agencies().filter(place=home).order_by("pk")
    for title in PostTitle.objects.filter(organisation__in=agencies).select_related("organisation").order_by("pk"):
        person = next(free, None)
        if person is None or title.title.startswith("Phó"):
            continue
        _post(_staff(person, at), title.organisation, Role(title.role), title.title, home, at)
    for name, role, words in (
        (REGISTER_OFFICE, Role.REGISTRAR, "Chuyên viên quản lý tài khoản"),
        (REGISTER_OFFICE, Role.REGISTRAR, "Phó Trưởng phòng Tổ chức bộ máy"),
        (DATA_OFFICE, Role.ENGINEER, "Kỹ sư Trung tâm dữ liệu tỉnh"),
    ):
        person = next(free, None)
        if person:
            _post(_staff(person, at), agencies.get(name=name), role, words, home, at)


def _citizen(person: Person, at: datetime, level: int) -> Account:
    return _open(person, f"id-{subject_of(person)[:24]}", Kind.CITIZEN, at, level=level)


def _citizens(demo: Demo, at: datetime) -> None:
    able = Person.objects.living().filter(phone__isnull=False, numbers__kind="personal", accounts__isnull=True)
    grown = able.adults(on=timezone.localdate(at)).order_by("pk").distinct()
    for person in demo.random.sample(list(grown), min(CITIZENS, len(grown))):
        _citizen(person, at, level=demo.random.choice((1, 2, 2, 2)))


def _mandates(demo: Demo, cast: Mapping[str, Person]) -> None:
    """Thoa acts for grandmother Lả; helpers act for old people without a telephone in their commune."""
    at = demo.now - timedelta(days=20)
    _mandate(cast["la"], persona("thoa"), at)
    old = Person.objects.living().filter(phone__isnull=True, birth_year__lt=demo.now.year - 65, accounts__isnull=True)
    helpers = {
        post.place_id: post.account
        for post in Post.objects.filter(role=Role.HELPER).select_related("account").order_by("-pk")
    }
    pairs = [
        (person, helpers[commune.pk])
        for person in old.exclude(pk=cast["la"].pk).select_related("home__parent").order_by("pk")
        if (commune := _commune_of(person)).pk in helpers
    ]
    for person, helper in demo.random.sample(pairs, min(MANDATES, len(pairs))):
        _mandate(person, helper, at)


def _mandate(person: Person, helper: Account, at: datetime) -> None:
    paper = keep_file(
        SimpleUploadedFile("giay-uy-quyen.jpg", _paper(), content_type="image/jpeg"),
        rules=PAPERS,
        person=person.uuid,
        place=person.home_id,
        permission="give_mandate",
        by=SYSTEM,
        at=at,
    )
    give_mandate(
        person=person,
        to=helper,
        scopes=[ANYTHING],
        evidence_kind=Evidence.PAPER,
        evidence=paper.uuid,
        ends_at=at + timedelta(days=365),
        by=SYSTEM,
        at=at,
    )


def _paper() -> bytes:
    """A picture of a signed paper: lines of writing and a thumb's print, as a phone would take it."""
    sheet = Image.new("RGB", (600, 840), "#f4f1e6")
    pen = ImageDraw.Draw(sheet)
    for line in range(14):
        pen.line((70, 140 + 36 * line, 520 - 37 * (line * 7 % 5), 140 + 36 * line), fill="#3b4160", width=5)
    for ring in range(9):
        pen.ellipse((360 - 6 * ring, 700 - 8 * ring, 400 + 6 * ring, 740 + 8 * ring), outline="#8f2a3a", width=3)
    held = BytesIO()
    sheet.save(held, "JPEG", quality=70)
    return held.getvalue()


def _standing_in(demo: Demo) -> None:
    """Mr Muôn goes to a course next week; Mr Hặc stands in for him."""
    muon, hac = persona("muon"), persona("hac")
    monday = timezone.localdate(demo.now) + timedelta(days=7 - timezone.localdate(demo.now).weekday())
    begins = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    delegate_post(
        Post.objects.get(account=muon),
        to=hac,
        starts_at=begins,
        ends_at=begins + timedelta(days=5),
        reason="Đi tập huấn chuyển đổi số ở tỉnh",
        by=Actor(account=muon.pk, person=muon.person_id),
        at=demo.now,
    )
    friday = monday + timedelta(days=4)
    record_absence(
        muon, first_day=monday, last_day=friday, by=Actor(account=muon.pk, person=muon.person_id), at=demo.now
    )


def _commune_of(person: Person) -> Place:
    """The commune someone lives in. Raises ValueError for one without a home."""
    home = person.home
    if home is None:
        raise ValueError(person.uuid)
    return home.parent if home.kind == "village" and home.parent else home
