"""Sessions kept in the database and keyed to their account, so that shutting an account ends them at once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import orjson
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import connection, models
from django.utils import timezone

from tinhso.core.accounts.domain.limits import session_ends
from tinhso.core.accounts.domain.rights import Kind

ACTING = "acting"
"""For whom someone acts in a session: uuid of the person, uuid of the mandate, its end."""

_QUIET = timedelta(seconds=60)


class SessionManager(BaseSessionManager["Session"]):
    """Finds sessions."""


class Session(AbstractBaseSession):
    """One sign-in on one device. Its account is empty while a visitor is still signing in."""

    account = models.ForeignKey("accounts.Account", models.CASCADE, null=True, related_name="sessions")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=80)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        indexes = [models.Index(fields=["expire_date"], name="sessions_that_end")]  # the daily sweep

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


@dataclass(frozen=True, slots=True)
class Holder:
    """Of an account, what every request needs to know."""

    id: int
    kind: Kind
    person: UUID | None
    version: int
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as it was read: its data, and its holder when it is someone's whose account is not shut."""

    session_data: str
    opened_at: datetime
    seen_at: datetime
    holder: Holder | None


_READ = """
    SELECT session.session_data, session.opened_at, session.seen_at,
           account.id, account.kind, account.person_id, account.version, account.unread
    FROM accounts_session session
    LEFT JOIN accounts_account account ON account.id = session.account_id AND account.is_active
    WHERE session.session_key = %s AND session.expire_date > %s
"""


def read_session(key: str, *, at: datetime) -> Opened | None:
    """A session that has not ended, with its holder, in one query.

    Written out because every request of everyone who is signed in asks it: the ORM takes five times as long to put the
    same question together. A test holds its answer against the ORM's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_READ, [key, connection.ops.adapt_datetimefield_value(at)])
        row = cursor.fetchone()
    if row is None:
        return None
    data, opened, seen, account, kind, person, version, unread = row
    holder = Holder(account, Kind(kind), _uuid(person), version, unread) if account else None
    return Opened(data, _moment(opened), _moment(seen), holder)


def keep_alive(key: str, opened: Opened, *, at: datetime) -> None:
    """Note that a session is in use and move its end, at most once a minute so that reading a page writes little."""
    if opened.holder is None or at - opened.seen_at < _QUIET:
        return
    ends = session_ends(opened.holder.kind, opened=opened.opened_at, at=at)
    Session.objects.filter(pk=key).update(seen_at=at, expire_date=ends)


def _moment(value: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _uuid(value: UUID | str | None) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


class SessionStore(db.SessionStore):
    """Django's database sessions, with the account in a column and the end of each kind of account."""

    _opened: Opened | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def opened(self) -> Opened | None:
        """The session as it lies in the table; None for a visitor without one, or when it has ended."""
        if not self.session_key:
            return None
        self.get("account")
        return self._opened

    def encode(self, session_dict: dict[str, Any]) -> str:
        """JSON as it is: the table is ours alone, a signature would prove nothing."""
        return orjson.dumps(session_dict).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        return cast(dict[str, Any], orjson.loads(session_data))

    def _get_session_from_db(self) -> Opened | None:
        self._opened = read_session(self.session_key or "", at=timezone.now())
        if self._opened is None:
            self._session_key = None
        return self._opened

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        opened = datetime.fromisoformat(data["opened_at"]) if "opened_at" in data else now
        kind = Kind(data["kind"]) if data.get("account") else None
        made = cast(Session, super().create_model_instance(data))
        made.expire_date = session_ends(kind, opened=opened, at=now)
        made.account_id, made.device = data.get("account"), data.get("device", "")
        made.opened_at, made.seen_at = opened, now
        return made

    def flush(self) -> None:
        super().flush()
        self._opened = None
