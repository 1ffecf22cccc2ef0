"""The database backend. `ENGINE = "tinhso.kit.postgresql"`; everything Django knows of PostgreSQL holds here too."""

from select import POLLIN, poll
from typing import Any, cast

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL, which looks whether a kept connection was hung up before it asks.

    A server that stops or ends a connection says so on the line. With nothing to read there, the connection is as good
    as one that has just answered `SELECT 1`, and the round trip is spared; with anything to read, it is asked.
    """

    health_check_enabled: bool
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and self.health_check_enabled and not self.health_check_done:
            self.health_check_done = _is_quiet(self.connection)
        super().close_if_health_check_failed()


def _is_quiet(connection: Any) -> bool:
    if connection.closed:
        return False
    line = poll()
    line.register(cast(int, connection.fileno()), POLLIN)
    return not line.poll(0)
