"""The people, posts and places that the stories of accounts are told with."""

from datetime import UTC, datetime
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from tinhso.core.accounts.actions import give_post, open_account
from tinhso.core.accounts.actions.entering import open_session
from tinhso.core.accounts.clients.codes import new_secret, seal, unseal
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.accounts.models.sessions import SessionStore
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SYSTEM = Actor.system()
PASSWORD = "bon con trau an co ngoai nuong"


def place(name: str, parent: Place | None = None, kind: str = "commune", code: str = "") -> Place:
    made = Place(name=name, code=code, kind=kind, unit_type="xã", parent=parent, path="/")
    made.save()
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made


def province() -> tuple[Place, Place, Place]:
    """Sơn La with two communes: Mường Lạn and Mường Và."""
    top = Place.objects.filter(kind="province", parent=None).first() or place("Sơn La", kind="province", code="14")
    names = ("Mường Lạn", "Mường Và")
    lan, va = (Place.objects.filter(name=name).first() or place(name, top) for name in names)
    return top, lan, va


def office(name: str, at: Place, parent: Organisation | None = None) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    if found:
        return found
    made = Organisation(name=name, kind="agency", place=at, parent=parent, valid_from=NOW.date())
    made.fill()
    made.save()
    return made


def person(name: str = "Giàng Thị Mỷ", home: Place | None = None) -> Person:
    told = Particulars(name=Name.read(name), birth_year=1990, home=home.pk if home else None)
    return register_person(told, by=SYSTEM, at=NOW)


def account(username: str, *, kind: Kind = Kind.STAFF, who: Person | None = None, password: str = PASSWORD) -> Account:
    made = open_account(username=username, kind=kind, person=who.uuid if who else None, by=SYSTEM, at=NOW)
    if kind is Kind.STAFF:
        made.password = hashed(password)
        made.save()
    return made


@cache
def hashed(password: str) -> str:
    """Hashing is slow on purpose; the stories need it once."""
    return make_password(password)


def post(holder: Account, role: Role, at: Place, agency: Organisation, **also: object) -> Post:
    told = {"title": role.value, "starts_at": NOW, "ends_at": None, "by": SYSTEM, "at": NOW} | also
    return give_post(holder, organisation=agency, role=role, place=at, **told)


def officer(username: str = "hac", role: Role = Role.OFFICER, at: Place | None = None) -> Account:
    """Someone with a post at the committee of a commune, a password and an app with codes."""
    _top, lan, _va = province()
    where = at or lan
    made = account(username)
    post(made, role, where, office(f"UBND {where.name}", where))
    with_codes(made)
    return Account.objects.get(pk=made.pk)


def with_codes(holder: Account) -> None:
    data = {"secret": seal(new_secret()), "used": 0}
    Authenticator.objects.create(user=holder, type="totp", data=data)


def code_of(holder: Account, at: datetime) -> str:
    """What the holder's app shows at this moment."""
    factor = Authenticator.objects.get(user=holder, type="totp")
    return format_hotp_value(hotp_value(unseal(factor.data["secret"]), int(at.timestamp()) // 30))


def by(holder: Account) -> Actor:
    return Actor(account=holder.pk, person=holder.person_id)


def enters(holder: Account, at: datetime, client: Client | None = None, **extra: str) -> Client:
    """Sign in through the officers' door, both steps."""
    client = client or Client()
    client.post("/sign-in/", {"username": holder.username, "password": PASSWORD}, **extra)
    answer = client.post("/sign-in/code/", {"code": code_of(holder, at)}, **extra)
    assert answer.status_code == 302, answer.content.decode()
    return client


def tries_password(client: Client, holder: Account):
    """The first step with the right password."""
    return client.post("/sign-in/", {"username": holder.username, "password": PASSWORD})


def signed_in(who: Account) -> Client:
    """A browser whose session belongs to someone, opened as the doors open it."""
    client = Client()
    session = SessionStore()
    open_session(session, who, device_name="Firefox, Linux", at=timezone.now())
    client.cookies["session"] = session.session_key
    return client
