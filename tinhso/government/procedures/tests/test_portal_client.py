"""Speaking with the national portal, and everything that can go wrong on the way."""

import logging
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tinhso.government.procedures.clients import portal as module
from tinhso.government.procedures.clients.portal import PortalRefused, Unreadable, portal
from tinhso.government.procedures.domain.portal import Message, Progress, Status
from tinhso.government.procedures.tests.portal_ground import BIRTH
from tinhso.kit.lines import Line, LineDown, WrongAddress

NOW = datetime.now(UTC).replace(microsecond=0)
CODE = "H52.75.3-261122-0001"


def message(code=CODE, **parts):
    return Message(code=code, procedure=BIRTH, status=Status.RECEIVED, received_at=NOW, **parts)


def step(code=CODE, status=Status.RECEIVED, at=NOW):
    return Progress(code=code, by="Hạng A Của", at=at, what="Tiếp nhận", status=status)


@pytest.fixture
def there(running):
    running.fail("nothing")
    for code in running.held():
        running.change(code)
    return running


@pytest.fixture
def client(there, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 1.0)
    return there.client()


def test_a_dossier_goes_there_and_is_found_again(there, client):
    client.put(message(applicant="Giàng Thị Mỷ"), known=False)
    client.add(step())
    held = client.look_up(CODE)
    assert held.dossier.applicant == "Giàng Thị Mỷ"
    assert held.tells(step())
    assert not held.tells(step(at=NOW + timedelta(seconds=1)))
    assert client.look_up("H52.75.3-261122-9999") is None


def test_the_catalogue_is_read(client):
    assert (BIRTH, "Đăng ký khai sinh") in client.procedures()
    assert client.procedure(BIRTH)["LINHVUCTHUCHIEN"][0]["TENLINHVUC"] == "Hộ tịch"
    assert client.procedure("9.999999") is None


def test_one_session_serves_many_calls_and_is_renewed_when_it_ended(there, client):
    before = there.calls().get("login", 0)
    client.procedures()
    client.put(message(), known=False)
    assert there.calls()["login"] == before + 1
    with there.failing("expired", times=1):
        client.add(step())
    assert there.calls()["login"] == before + 2
    assert there.steps(CODE) == [(2, client.look_up(CODE).history[0].to_wire()["ThoiDiemXuLy"])]


def test_a_session_that_never_lasts_is_no_line(there, client):
    with there.failing("expired"), pytest.raises(LineDown, match="no_session"):
        client.procedures()


def test_a_wrong_password_is_no_line_and_is_not_told(there, client, caplog):
    client._password = "wrong and secret"
    with caplog.at_level(logging.DEBUG), pytest.raises(LineDown, match="sign_in_refused"):
        client.procedures()
    assert "wrong and secret" not in caplog.text


def test_what_is_said_wrongly_is_refused_with_a_reason(client):
    with pytest.raises(PortalRefused) as refused:
        client.put(message(), known=True)
    assert client.means_known(refused.value) is False
    client.put(message(), known=False)
    with pytest.raises(PortalRefused) as refused:
        client.put(message(), known=False)
    assert client.means_known(refused.value) is True
    with pytest.raises(PortalRefused) as refused:
        client.put(message("H52.75.3-261122-0002").model_copy(update={"procedure": "0.000000"}), known=False)
    assert client.means_known(refused.value) is None
    assert "thủ tục" in refused.value.told


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("never", "silent"),
        ("slow", "silent"),
        ("late", "silent"),
        ("later", "unreachable"),
        ("drip", "silent"),
        ("gone", "unreachable"),
        ("dropped", "unreachable"),
        ("garbage", "garbage"),
        ("half", "broken"),
        ("error", "status_500"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_no_failure_holds_the_caller_longer_than_its_deadline(there, client, fault, why):
    client.sign_in()
    with there.failing(fault, seconds=0.2 if fault == "drip" else 3):
        began = time.monotonic()
        with pytest.raises(LineDown) as down:
            client.add(step())
        took = time.monotonic() - began
    assert took < module.SECONDS + 0.5
    assert down.value.why == why


def test_a_line_that_nobody_picks_up_or_that_swallows_everything_is_left_in_time():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        line = Line(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(LineDown, match="silent"):
            line.post("/", {}, seconds=0.5, most=100)
        assert time.monotonic() - began < 1
    with pytest.raises(LineDown, match="unreachable"):
        line.post("/", {}, seconds=0.5, most=100)


def test_headers_that_never_end_are_cut():
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip():
            connection, _ = slow.accept()
            with connection:
                for sign in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 1000:
                    try:
                        connection.sendall(bytes([sign]))
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(LineDown, match="silent"):
            Line(f"http://127.0.0.1:{slow.getsockname()[1]}").post("/", {}, seconds=0.5, most=100)
        assert time.monotonic() - began < 1


def test_an_answer_that_comes_twice_is_not_taken_for_the_next_one(there, client):
    client.put(message(), known=False)
    with there.failing("twice"):
        assert len(client.procedures()) == 4
        assert client.look_up(CODE).dossier.code == CODE
        found = list(client.search(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)))
        assert [held.dossier.code for held in found] == [CODE]


def test_an_answer_without_end_is_not_swallowed(there, client, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_ANSWER", 50)
    with pytest.raises(LineDown, match="too_large"):
        client.procedures()


def test_a_search_walks_through_all_pages(there, client):
    since = NOW - timedelta(days=1)
    codes = {there.files_dossier(papers=()) for _ in range(103)}
    asked = there.calls().get("TraCuuHoSo", 0)
    found = {
        held.dossier.code for held in client.search(since=since, until=NOW + timedelta(days=1), status=Status.FILED)
    }
    assert found == codes
    assert there.calls()["TraCuuHoSo"] == asked + 2


def test_one_unreadable_dossier_does_not_hide_the_others(there, client):
    good, bad = there.files_dossier(papers=()), there.files_dossier(papers=(), NgayHenTra="tomorrow")
    found = list(client.search(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)))
    assert {one.code if isinstance(one, Unreadable) else one.dossier.code for one in found} == {good, bad}
    assert Unreadable(bad) in found


def test_a_file_is_fetched_within_limits_and_from_nowhere_else(there, client):
    there.files_dossier()
    address = next(iter(there.held().values()))["TaiLieuNop"][0]["DuongDanTaiTepTin"]
    assert client.file(address, most=10_000).startswith(b"%PDF")
    with pytest.raises(LineDown, match="too_large"):
        client.file(address, most=100)
    with there.failing("half", services="file"), pytest.raises(LineDown, match="broken"):
        client.file(address, most=10_000)
    with there.failing("elsewhere", services="file"), pytest.raises(LineDown, match="elsewhere"):
        client.file(address, most=10_000)
    port = there.port
    for wrong in (
        "http://127.0.0.2/",
        f"https://127.0.0.1:{port}/files/1",
        f"http://127.0.0.1:{port + 1}/",
        f"http://someone@127.0.0.1:{port}/",
        "file:///etc/passwd",
        f"http://127.0.0.1:{port}@169.254.169.254/",
        "//169.254.169.254/latest",
    ):
        with pytest.raises(WrongAddress):
            client.file(wrong, most=100)


@pytest.mark.parametrize(
    "address",
    ["http://dichvucong.gov.vn", "ftp://127.0.0.1", "http://8.8.8.8", "https://user:secret@portal.gov.vn", "nowhere"],
)
def test_an_unsafe_address_is_not_called(settings, address):
    settings.PORTAL_URL = address
    with pytest.raises(WrongAddress):
        portal()


def test_without_an_address_there_is_no_portal(settings):
    settings.PORTAL_URL = ""
    assert portal() is None


def test_the_log_of_calls_names_nobody(there, client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.put(message(applicant="Giàng Thị Mỷ", phone="0912345678"), known=False)
        client.look_up(CODE)
    assert not any(secret in caplog.text for secret in ("Giàng", "0912345678", CODE, "a secret of tests"))


def test_the_page_of_the_simulator_says_what_it_is(there):
    there.files_dossier(ChuHoSo="<b>Lò Văn Ín</b>")
    page = requests.get(there.address, timeout=5).text
    assert "Mô phỏng" in page
    assert "&lt;b&gt;Lò Văn Ín" in page
