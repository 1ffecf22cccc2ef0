"""Sessions kept in the database and keyed to their account, so that shutting an account ends them at once."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from tinhso.core.accounts.domain.limits import session_ends
from tinhso.core.accounts.domain.rights import Kind

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

    def keep_alive(self, at: datetime) -> None:
        """Note that it is in use and move its end, at most once a minute so that reading a page writes little."""
        if self.account is None or at - self.seen_at < _QUIET:
            return
        ends = session_ends(Kind(self.account.kind), opened=self.opened_at, at=at)
        Session.objects.filter(pk=self.pk).update(seen_at=at, expire_date=ends)


class SessionStore(db.SessionStore):
    """Django's database sessions, with the account in a column and the end of each kind of account."""

    _row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def row(self) -> Session | None:
        """The row with its account, read in the same query as the data; None for a visitor without a session."""
        if not self.session_key:
            return None
        self.get("account")
        return self._row

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        rows = Session.objects.select_related("account").filter(session_key=self.session_key, expire_date__gt=now)
        self._row = rows.first()
        if self._row is None:
            self._session_key = None
        return self._row

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
        self._row = None
