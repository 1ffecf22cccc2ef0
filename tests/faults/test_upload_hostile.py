"""P42, P43: bombs hurt nobody, files that are two things never run."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Error

from tests.browsing import HOST, chromium, tab
from tinhso.core.files.domain.kinds import ANY, Kind
from tinhso.core.files.domain.sandbox import examine, sandbox
from tinhso.core.files.domain.store import sha256_of
from tinhso.core.files.domain.verdicts import Refused
from tinhso.core.files.models import Blob, File, store
from tinhso.core.files.tests import samples

AT_ONCE = 20
PATIENCE = 2.0
MOST_MEMORY = 1_500 * 1024 * 1024


@pytest.fixture(scope="module")
def bombs(tmp_path_factory) -> dict[str, Path]:
    folder, made = tmp_path_factory.mktemp("bombs"), {}
    for name, (file_name, data) in samples.bombs().items():
        made[name] = folder / f"{name.replace(' ', '-')}-{file_name}"
        made[name].write_bytes(data)
    return made


def family(process: int) -> Iterator[int]:
    """A process and all it started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def memory(process: int) -> int:
    """Bytes of its own that a family of processes holds."""
    total = 0
    for one in family(process):
        try:
            fields = Path(f"/proc/{one}/statm").read_text().split()
        except OSError:
            continue
        total += (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")
    return total


@pytest.mark.promise("P42")
@pytest.mark.asvs("5.2.3")
def test_bombs_are_refused_at_once_however_many_come(bombs: dict[str, Path], tmp_path: Path) -> None:
    """Twenty at once. A bomb waits for those before it, so its own time is what its processor used."""
    sandbox._address()
    highest, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            highest[0] = max(highest[0], memory(sandbox._process.pid))

    def send(number: int) -> str:
        name = list(bombs)[number % len(bombs)]
        clean = tmp_path / str(number)
        try:
            examine(bombs[name], name=bombs[name].name, declared="", rules=ANY, clean=clean, preview=None)
        except Refused as refused:
            return refused.fault.value
        return f"{name} came in"

    watching = threading.Thread(target=watch)
    watching.start()
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = list(pool.map(send, range(AT_ONCE)))
    spent = time.monotonic() - began
    stop.set()
    watching.join()
    assert set(said) <= {"bomb", "too_many_pixels", "hides_something", "unknown", "broken"}, said
    load = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert spent < PATIENCE * 5 * load, "twenty bombs take no longer than ten seconds of a machine that is free"
    assert highest[0] < MOST_MEMORY


@pytest.mark.promise("P42")
@pytest.mark.parametrize("name", ["pdf deflate", "png 50k", "zip", "zip that lies", "gif+js", "jpeg+html"])
def test_each_bomb_alone_is_refused_within_two_seconds(bombs: dict[str, Path], tmp_path: Path, name: str) -> None:
    sandbox._address()
    began = time.monotonic()
    with pytest.raises(Refused):
        examine(bombs[name], name=bombs[name].name, declared="", rules=ANY, clean=tmp_path / "clean", preview=None)
    load = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert time.monotonic() - began < PATIENCE * load


@pytest.mark.promise("P42")
@pytest.mark.asvs("5.2.1")
@pytest.mark.django_db
@pytest.mark.parametrize(("door", "kind"), [("/", "text/html"), ("/api/files/", "application/json")])
def test_two_hundred_megabytes_are_refused_before_they_are_read(door: str, kind: str) -> None:
    class Endless:
        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    began = time.monotonic()
    answer = Client().generic(
        "POST", door, **{"CONTENT_LENGTH": str(200 * 1024 * 1024), "wsgi.input": Endless(), "CONTENT_TYPE": "a/b"}
    )
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith(kind)
    assert time.monotonic() - began < PATIENCE


def test_a_dead_sandbox_is_started_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(samples.pdf())
    sandbox._address()
    sandbox._process.kill()
    sandbox._process.wait()
    clean = tmp_path / "clean"
    verdict = examine(tmp_path / "a.pdf", name="a.pdf", declared="", rules=ANY, clean=clean, preview=None)
    assert verdict.kind is Kind.PDF


RUN = """([kind, url]) => new Promise(done => {
    const tags = {script: ['script', 'src'], frame: ['iframe', 'src'], picture: ['img', 'src'], style: ['link', 'href']}
    const [tag, where] = tags[kind], one = document.createElement(tag)
    one.rel = 'stylesheet'; one.onload = one.onerror = done; one[where] = url
    document.body.append(one); setTimeout(done, 300)
})"""


@pytest.mark.browser
@pytest.mark.promise("P43")
@pytest.mark.asvs("3.2.1", "5.4.1")
@pytest.mark.django_db(transaction=True)
def test_files_that_are_two_things_never_run_in_a_browser(settings, tmp_path: Path) -> None:
    """Even if one came in: it is given out so that it can only be saved."""
    settings.MEDIA_ROOT = tmp_path / "files"
    files = []
    for number, (name, data) in enumerate(samples.POLYGLOTS.values()):
        path = store().new_place()
        path.write_bytes(data + bytes([number]))
        sha256, now = sha256_of(path), datetime.now(UTC)
        store().place(path, sha256)
        kind = {"jpg": Kind.JPEG, "pdf": Kind.PDF, "ogg": Kind.OGG}.get(name.rpartition(".")[2], Kind.PNG)
        blob = Blob.objects.create(sha256=sha256, size=len(data) + 1, kind=kind, kept_at=now)
        files.append(File.objects.create(blob=blob, name=name, public=True, kept_at=now))
    with chromium() as browser, tab(browser, Client()) as page:
        for file in files:
            _visit(page, f"{HOST}/files/{file.uuid}/")


def _visit(page, url: str) -> None:
    """As a script, a frame, a picture, a style, and as the page itself."""
    page.goto(f"{HOST}/healthz")
    page.evaluate("document.title = 'quiet'")
    for kind in ("script", "frame", "picture", "style"):
        page.evaluate(RUN, [kind, url])
    assert page.title() == "quiet"
    assert page.evaluate("[...document.querySelectorAll('iframe')].every(one => !one.contentDocument?.body?.innerHTML)")
    with pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
        page.goto(url, timeout=5_000)
    assert page.title() == "quiet", "the browser stayed where it was"
