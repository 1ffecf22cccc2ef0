"""A kept connection of PostgreSQL: no question while the line is quiet, a new connection when it was hung up."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="speaks PostgreSQL"),
]


def next_request() -> None:
    connection.health_check_enabled = True
    connection.close_if_unusable_or_obsolete()


def one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


def test_a_quiet_line_is_used_without_asking() -> None:
    assert one() == 1
    before = connection.connection
    next_request()
    with CaptureQueriesContext(connection) as asked:
        assert one() == 1
    assert connection.connection is before
    assert len(asked) == 1


def test_a_connection_that_the_server_ended_is_opened_anew() -> None:
    assert one() == 1
    before = connection.connection
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before.info.backend_pid])  # waits until it is gone
    finally:
        other.close()
    next_request()
    assert one() == 1
    assert connection.connection is not before


def test_a_statement_asked_often_is_prepared() -> None:
    for _ in range(4):
        one()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 1'")
        assert cursor.fetchone()[0] == 1
