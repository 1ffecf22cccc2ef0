"""What is noted of requests: enough to find a fault, nothing that names a person (P20)."""

import io
import json
import logging
import sys

import pytest
import structlog
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars

from tinhso.kit.doors import open_to_all
from tinhso.site import urls
from tinhso.site.addresses import client_address, client_port, is_on_this_machine
from tinhso.site.logs import JsonLines, SafeReporter
from tinhso.site.watching import request_id_of

pytestmark = pytest.mark.urls(__name__)
PLANTED = {"name": "Lò Thị Hoa Ban", "number": "014301012345", "phone": "0912345678", "illness": "sốt xuất huyết"}
FORGED = 'x\r\n{"level": "info", "event": "forged"}\x1b[31m'


class Unlucky(Exception):
    """Carries what a person typed."""


def _raise(kind: type[Exception], words: str) -> None:
    number = PLANTED["number"]
    raise kind(f"{words} {number}")


@csrf_exempt
@open_to_all
def stumble(request: HttpRequest) -> HttpResponse:
    """Fail in one of many ways, each with the planted words in its message and variables."""
    words = " ".join([*request.POST.values(), *request.GET.values(), request.headers.get("User-Agent", "")])
    way = int(request.POST.get("way", "0"))
    try:
        _raise(WAYS[way % len(WAYS)], words)
    except Exception as error:
        if way >= len(WAYS):
            raise Unlucky(words) from error
        raise
    return HttpResponse()


@csrf_exempt
@open_to_all
def warn(request: HttpRequest) -> HttpResponse:
    """A library that writes what a person typed."""
    words = request.POST["name"]
    logging.getLogger("some.library").warning("cannot read %s of %r", words, request.POST)
    return HttpResponse()


WAYS: list[type[Exception]] = [
    ValueError, KeyError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, BufferError,
    EOFError, ImportError, MemoryError, NameError, NotImplementedError, OSError, PermissionError, RecursionError,
    RuntimeError, StopAsyncIteration, SyntaxError, TimeoutError, UnicodeError, ConnectionError, DatabaseError,
    OperationalError, Unlucky,
]  # fmt: skip
urlpatterns = [path("stumble/", stumble), path("warn/", warn), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def lines():
    """The lines the product writes, as the server's log shows them."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before, root.handlers, level = root.handlers, [handler], root.level
    root.setLevel(logging.DEBUG)
    yield written.getvalue
    root.handlers = before
    root.setLevel(level)


@pytest.mark.promise("P20")
@pytest.mark.asvs("16.2.5", "16.4.1")
@pytest.mark.django_db
def test_nothing_a_person_typed_reaches_a_log_a_figure_or_an_error_page(lines) -> None:
    client = Client(raise_request_exception=False)
    shown = b""
    for way in range(50):
        query = {"find": PLANTED["name"], "number": PLANTED["number"]}
        answer = client.post(
            "/stumble/", {**PLANTED, "way": way}, query_params=query, headers={"User-Agent": PLANTED["name"]}
        )
        assert answer.status_code in (500, 503)
        shown += answer.content
    client.post("/warn/", PLANTED)
    client.get(f"/nowhere/{PLANTED['number']}/{PLANTED['name']}/", headers={"X-Request-ID": PLANTED["number"]})
    shown += client.get("/metrics").content
    written = lines() + shown.decode()
    assert '"route": "stumble/"' in written
    assert "Unlucky" in written
    for planted in PLANTED.values():
        assert planted not in written
        assert json.dumps(planted)[1:-1] not in written


@pytest.mark.asvs("16.4.1")
@pytest.mark.django_db
def test_no_input_forges_a_line(lines) -> None:
    logging.getLogger("tinhso.test").warning("said %s", FORGED)
    Client(raise_request_exception=False).get("/nowhere/", headers={"User-Agent": "a", "X-Request-ID": FORGED})
    written = lines().splitlines()
    assert all(json.loads(line)["event"] != "forged" for line in written)
    assert not any("\x1b" in line for line in written)


@pytest.mark.django_db
def test_a_request_has_one_id_in_its_answer_and_its_lines(lines) -> None:
    answer = Client().get("/nowhere/", headers={"X-Request-ID": "abc-123-well-formed"})
    assert answer["X-Request-ID"] == "abc-123-well-formed"
    requests = [json.loads(line) for line in lines().splitlines() if '"event": "request"' in line]
    assert [line["request_id"] for line in requests] == ["abc-123-well-formed"]
    assert requests[0]["status"] == 404


@pytest.mark.parametrize(
    "offered", ["", "short", "x" * 41, "has space", "a\nb-long-enough", "014301012345", "0912-345-678"]
)
def test_an_id_that_is_not_well_formed_is_replaced(offered: str) -> None:
    assert request_id_of(offered) != offered
    assert len(request_id_of(offered)) == 24


def test_the_id_of_a_request_stands_in_every_line() -> None:
    bind_contextvars(request_id="abc")
    record = logging.LogRecord("tinhso.x", logging.INFO, "", 1, "done", (), None)
    assert json.loads(JsonLines().format(record))["request_id"] == "abc"
    clear_contextvars()


def test_what_structlog_is_told_becomes_the_same_line(lines) -> None:
    with bound_contextvars(request_id="abc"):
        structlog.get_logger("tinhso.events.worker").warning("worker_stumbled", error="X\n", at="never", event_id=3)
    [told] = [json.loads(one) for one in lines().splitlines()]
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "tinhso.events.worker",
        "event": "worker_stumbled",
        "request_id": "abc",
        "error": "X\n",
        "event_id": 3,
    }


@pytest.mark.promise("P20")
def test_a_warning_is_a_line_that_tells_its_kind_and_place(lines) -> None:
    logging.getLogger("py.warnings").warning("%s", "/a/b.py:7: UserWarning: born 1998: 014198000001\n  warn(text)")
    assert json.loads(lines())["event"] == "/a/b.py:7: UserWarning"


def test_a_report_of_an_exception_tells_types_and_places_only() -> None:
    try:
        _raise(ValueError, PLANTED["name"])
    except ValueError:
        report = SafeReporter(None, *sys.exc_info())
    for text in (report.get_traceback_text(), report.get_traceback_html(), str(report.get_traceback_data())):
        assert "ValueError" in text
        assert "test_watching.py" in text
        assert PLANTED["name"] not in text
        assert PLANTED["number"] not in text


# Where a request came from.


def asked(peer: str = "10.0.0.1", **headers: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=peer, **{f"HTTP_{name}": value for name, value in headers.items()})


@pytest.mark.asvs("4.1.3", "15.3.4")
@pytest.mark.parametrize(
    ("hops", "told", "address"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.9.9.9", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", ""),
    ],
)
def test_only_our_own_proxies_are_believed(settings, hops: int, told: str, address: str) -> None:
    settings.TRUSTED_PROXIES = hops
    assert client_address(asked(X_FORWARDED_FOR=told)) == address


def test_the_source_port_is_noted(settings) -> None:
    settings.TRUSTED_PROXIES = 0
    assert client_port(RequestFactory().get("/", REMOTE_PORT="40123")) == "40123"
    settings.TRUSTED_PROXIES = 1
    assert client_port(asked(X_FORWARDED_PORT="50000")) == "50000"
    assert client_port(asked(X_FORWARDED_PORT="5\n0")) == ""


@pytest.mark.django_db
def test_figures_are_for_this_machine_or_the_holder_of_the_token(settings) -> None:
    assert is_on_this_machine(asked("127.0.0.1"))
    assert not is_on_this_machine(asked("127.0.0.1", X_FORWARDED_FOR="1.1.1.1"))
    assert Client(REMOTE_ADDR="10.0.0.1").get("/metrics").status_code == 403
    assert b"tinhso_requests_total" in Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content
    settings.METRICS_TOKEN = "a long token"
    held = {"Authorization": "Bearer a long token"}
    assert Client(REMOTE_ADDR="10.0.0.1").get("/metrics", headers=held).status_code == 200
    assert Client(REMOTE_ADDR="10.0.0.1").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


# Health and headers.


@pytest.mark.django_db
def test_alive_ready_and_what_strangers_are_not_told() -> None:
    assert Client().get("/healthz").json() == {"alive": True}
    assert Client().post("/healthz").status_code in (403, 405)
    here = Client(REMOTE_ADDR="127.0.0.1").get("/readyz").json()["checks"]
    assert set(here) == {"database", "disk", "files", "migrations", "clock", "provincial_log"}
    assert here["database"].items() >= {"light": "green", "vendor": connection.vendor}.items()
    assert here["migrations"] == {"light": "green", "waiting": 0}
    far = Client(REMOTE_ADDR="10.0.0.1").get("/readyz").json()["checks"]
    assert all(set(told) == {"light"} for told in far.values())


@pytest.mark.django_db
def test_asking_after_health_leaves_no_row() -> None:
    tables = connection.introspection.table_names()

    def counts() -> list[int]:
        with connection.cursor() as cursor:
            return [cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables]

    before = counts()
    assert Client(REMOTE_ADDR="127.0.0.1").get("/readyz").status_code == 200
    assert counts() == before


@pytest.mark.django_db
def test_a_mark_that_is_not_kept_turns_health_red(monkeypatch) -> None:
    from tinhso.site import health

    monkeypatch.setattr(health, "_write_a_mark", lambda _mark: False)
    assert Client(REMOTE_ADDR="127.0.0.1").get("/readyz").json()["checks"]["database"]["light"] == "red"


@pytest.mark.django_db
def test_a_database_that_cannot_write_turns_health_red(monkeypatch) -> None:
    from tinhso.site import health

    def broken() -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(health.transaction, "atomic", broken)
    answer = Client(REMOTE_ADDR="127.0.0.1").get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"light": "red", "error": "OperationalError"}


@pytest.mark.parametrize(
    ("used", "light", "warning"), [(50, "green", 0), (85, "amber", 1), (92, "amber", 2), (98, "red", 2)]
)
def test_the_disk_warns_at_eighty_and_ninety(monkeypatch, used: int, light: str, warning: int) -> None:
    from types import SimpleNamespace

    from tinhso.site import health

    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(total=1000, free=1000 - used * 10))
    found = health.disk()
    assert (found.light, found.detail["warning"]) == (light, warning)


@pytest.mark.asvs("3.4.4", "3.4.5", "3.4.6")
@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/healthz", "/nowhere/", "/stumble/", "/api/openapi.json"])
def test_every_answer_carries_the_headers_that_keep_it_safe(door: str) -> None:
    answer = Client(raise_request_exception=False).get(door)
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert "bluetooth" not in answer["Permissions-Policy"]  # Chromium warns of a feature that it does not know
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_whom_to_tell_about_a_weakness(settings) -> None:
    settings.SECURITY_CONTACT = "mailto:an-toan@sonla.example"
    told = Client().get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:an-toan@sonla.example" in told
    assert "Expires: 20" in told
