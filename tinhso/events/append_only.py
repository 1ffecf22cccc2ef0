"""What the log has written is never changed or removed: triggers refuse it. The tree is the proof."""

from django.db.backends.base.base import BaseDatabaseWrapper

from tinhso.kit.guards import Guard

LOG = tuple(Guard(table, "the log is written once") for table in ("events_entry", "events_checkpoint"))
_all = list(LOG)


def also_guarded(guard: Guard) -> None:
    """Another table has triggers too: emptying a test database takes them off and puts them on again."""
    _all.append(guard)


def guard_all(connection: BaseDatabaseWrapper) -> None:
    """Put on the triggers of the log and of all that is written once."""
    for guard in _all:
        guard.put_on(connection)


def unguard_all(connection: BaseDatabaseWrapper) -> None:
    """Take them all off: for an emptied test database only."""
    for guard in _all:
        guard.take_off(connection)


def is_guarded(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger of the log is there and switched on."""
    return all(guard.stands(connection) for guard in LOG)
