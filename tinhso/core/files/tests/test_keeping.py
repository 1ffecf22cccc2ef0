"""Files of named people: kept once, shown to whom they belong, scanned, forgotten."""

import socket
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory

from tinhso.core.files.actions import (
    FileRefused,
    TooManyFiles,
    files_of,
    forget_file,
    forget_files_of,
    keep_file,
    prepare,
    scan_held,
    tidy,
)
from tinhso.core.files.actions.tidying import missing_bytes
from tinhso.core.files.clients import Finding, Scanner
from tinhso.core.files.domain.kinds import ANY, PAPERS, PHOTOS, Rules
from tinhso.core.files.domain.verdicts import Fault
from tinhso.core.files.events import FileFoundInfected, FileKept, FileOpened, FileReleased
from tinhso.core.files.models import Blob, File, State, store
from tinhso.core.files.tests import samples
from tinhso.core.files.views import showing as views
from tinhso.events.log import history
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOA, LAN = uuid.uuid4(), uuid.uuid4()
BY_HOA = Actor(account=1, person=HOA)
BY_LAN = Actor(account=2, person=LAN)


@dataclass
class Someone:
    """Rights of a person who holds permissions within places."""

    person: uuid.UUID | None = None
    holds: dict[str, frozenset[int] | None] = field(default_factory=dict)
    signed_in: bool = True
    shell: str = "public"

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        if permission not in self.holds:
            return False
        places = self.holds[permission]
        return places is None or (place is None and bool(places)) or place in places

    def places(self, permission: str) -> frozenset[int] | None:
        return self.holds.get(permission, frozenset())


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def upload(data: bytes, name: str = "đơn.pdf", declared: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, declared)


def keep(data: bytes | None = None, name: str = "đơn.pdf", **more) -> File:
    return keep_file(upload(data or samples.pdf(), name), rules=ANY, **{"by": BY_HOA, "at": NOW, **more})


def bytes_on_disk() -> set[str]:
    return {sha256 for sha256, _ in store().blobs()}


def ask(view: Callable, file: File, rights: Someone, by: Actor = BY_LAN, **headers: str):
    request = RequestFactory().get("/", headers=headers)
    request.rights, request.actor, request.at = rights, by, NOW
    return view(request, file.uuid)


def test_the_same_content_is_kept_once_under_two_names() -> None:
    first, second = keep(name="một.pdf"), keep(name="hai.pdf")
    assert first.blob == second.blob
    assert (first.name, second.name) == ("một.pdf", "hai.pdf")
    assert bytes_on_disk() == {first.blob.sha256}
    assert store().path(first.blob.sha256).read_bytes() == samples.pdf()
    assert next(history(first)).event == FileKept(kind="pdf", size=len(samples.pdf()), held=False)
    assert not list(store().left_behind())


def test_a_photo_has_a_preview_and_a_paper_has_none() -> None:
    photo = keep(samples.photo(2000), "nhà.jpg")
    assert (photo.blob.width, photo.blob.height) == (2000, 1000)
    assert photo.preview.size < photo.blob.size
    assert keep().preview is None


def test_a_refused_file_leaves_nothing_behind() -> None:
    with pytest.raises(FileRefused) as refused:
        keep(samples.ACTIVE_PDFS["script"])
    assert refused.value.fault is Fault.ACTIVE
    assert refused.value.at_field == "file"
    assert str(refused.value.told)
    assert (File.objects.count(), bytes_on_disk(), list(store().left_behind())) == (0, set(), [])


@pytest.mark.asvs("5.1.1")
def test_each_use_says_how_large_and_which_kinds() -> None:
    small = Rules(kinds=PAPERS.kinds, max_bytes=100)
    with pytest.raises(FileRefused, match="FileRefused") as refused:
        keep_file(upload(samples.pdf()), rules=small, by=BY_HOA, at=NOW, field="paper")
    assert (refused.value.fault, refused.value.at_field) == (Fault.TOO_LARGE, "paper")
    with pytest.raises(FileRefused) as refused:
        keep_file(upload(samples.pdf()), rules=PHOTOS, by=BY_HOA, at=NOW)
    assert refused.value.fault is Fault.NOT_ALLOWED


def test_what_was_prepared_for_anything_is_judged_by_the_use_when_kept() -> None:
    paper = upload(samples.pdf())
    prepare(paper, rules=ANY)
    with pytest.raises(FileRefused) as refused:
        keep_file(paper, rules=PHOTOS, by=BY_HOA, at=NOW)
    assert refused.value.fault is Fault.NOT_ALLOWED
    photo = upload(samples.photo(form="WEBP"), "a.webp")
    prepare(photo, rules=ANY)
    assert keep_file(photo, rules=PHOTOS, by=BY_HOA, at=NOW).blob.kind == "jpeg"


def test_nobody_keeps_more_in_a_day_than_the_limit(settings) -> None:
    settings.FILES_A_DAY = 2
    keep(), keep()
    with pytest.raises(TooManyFiles):
        keep()
    keep(by=BY_LAN)
    keep(at=NOW + timedelta(days=2))


def test_only_the_owner_and_who_holds_the_permission_there_see_a_file() -> None:
    file = keep(person=HOA, permission="see_dossier", place=7)
    sees = [
        Someone(person=HOA),
        Someone(holds={"see_dossier": frozenset({7})}),
        Someone(holds={"see_dossier": None}),
    ]
    sees_not = [
        Someone(),
        Someone(person=LAN),
        Someone(holds={"see_dossier": frozenset({8})}),
        Someone(holds={"see_other": None}),
    ]
    for rights in sees:
        assert File.objects.one_visible_to(rights, file.uuid) == file
        assert list(File.objects.all().visible_to(rights)) == [file]
        assert ask(views.download, file, rights).status_code == 200
    for rights in sees_not:
        assert File.objects.one_visible_to(rights, file.uuid) is None
        assert not File.objects.all().visible_to(rights)
        with pytest.raises(Http404):
            ask(views.download, file, rights)


def test_a_file_without_owner_or_permission_is_seen_by_nobody_and_a_public_one_by_all() -> None:
    closed, public = keep(), keep(public=True)
    assert list(File.objects.all().visible_to(Someone(holds={"": None}))) == [public]
    assert File.objects.one_visible_to(Someone(holds={"": None}), closed.uuid) is None


def test_a_download_saves_and_never_shows() -> None:
    file = keep(person=HOA, name="Đơn\r\nSet-Cookie: a=b.pdf")
    answer = ask(views.download, file, Someone(person=HOA))
    assert b"".join(answer.streaming_content) == samples.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Length"] == str(len(samples.pdf()))


@pytest.mark.parametrize(
    ("header", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=5-", 206, 5, None),
        ("bytes=-4", 206, -4, None),
        ("bytes=2-999999", 206, 2, None),
        ("bytes=0-", 200, 0, None),
        ("bytes=1-2,4-5", 200, 0, None),
        ("lines=1-2", 200, 0, None),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=9-2", 416, 0, 0),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(header: str, status: int, first: int, last: int | None) -> None:
    answer = ask(views.download, keep(person=HOA), Someone(person=HOA), Range=header)
    assert answer.status_code == status
    assert b"".join(answer) == samples.pdf()[first:last]


def test_a_file_cannot_be_used_as_a_script_or_in_a_frame() -> None:
    file, photo = keep(person=HOA), keep(samples.photo(), "a.jpg", person=HOA)
    for used_as in ("script", "style", "iframe", "object", "embed", "worker"):
        assert ask(views.download, file, Someone(person=HOA), **{"Sec-Fetch-Dest": used_as}).status_code == 403
    assert ask(views.download, file, Someone(person=HOA), **{"Sec-Fetch-Dest": "image"}).status_code == 403
    assert ask(views.preview, photo, Someone(person=HOA), **{"Sec-Fetch-Dest": "image"}).status_code == 200


def test_who_opens_somebody_elses_file_is_remembered_and_the_owner_is_not() -> None:
    file = keep(person=HOA, permission="see_dossier", place=7)
    ask(views.download, file, Someone(person=HOA), by=BY_HOA)
    ask(views.download, file, Someone(holds={"see_dossier": None}), by=BY_LAN)
    opened = [happening for happening in history(file) if isinstance(happening.event, FileOpened)]
    assert [(happening.event.owner, happening.by.person) for happening in opened] == [(HOA, LAN)]


def test_a_forgotten_file_is_gone_but_the_same_content_of_another_stays(django_capture_on_commit_callbacks) -> None:
    hers, mine = keep(person=HOA), keep(person=LAN)
    sha256 = hers.blob.sha256
    with django_capture_on_commit_callbacks(execute=True):
        forget_file(hers, by=BY_HOA, at=NOW)
        forget_file(hers, by=BY_HOA, at=NOW)
    assert File.objects.one_visible_to(Someone(person=HOA), hers.uuid) is None
    assert bytes_on_disk() == {sha256}
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files_of(LAN, by=BY_LAN, at=NOW) == 1
    assert bytes_on_disk() == set()
    assert Blob.objects.count() == 0
    assert [file.name for file in File.objects.all()] == ["", ""]
    assert keep(person=HOA).blob.sha256 == sha256
    assert mine.pk


def test_the_files_of_a_thing_are_found() -> None:
    thing = keep()
    photo, paper = keep(samples.photo(), "a.jpg", about=thing), keep(about=thing)
    assert list(files_of(thing)) == [photo, paper]


def test_what_no_row_says_is_destroyed_after_an_hour_and_a_loss_is_told(disk: Path) -> None:
    import os

    file = keep()
    stray, young = disk / "ab" / ("c" * 62), disk / "cd" / ("e" * 62)
    left = store().new_place()
    for path in (stray, young, left):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    for path in (stray, left):
        os.utime(path, (1, 1))
    found = tidy(at=NOW)
    assert (found.strays, found.missing) == (2, ())
    assert bytes_on_disk() == {file.blob.sha256, "cd" + "e" * 62}
    store().remove(file.blob.sha256)
    assert missing_bytes() == (file.blob.sha256,)


# The virus scanner.


@dataclass
class FakeClamd:
    """A clamd on loopback that hears a stream and says what it was told to."""

    says: bytes = b"stream: OK\0"
    heard: list[bytes] = field(default_factory=list)
    port: int = 0

    def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(length)
                self.heard.append(content)
                connection.sendall(self.says)


@pytest.fixture
def clamd(settings) -> FakeClamd:
    fake = FakeClamd()
    fake.start()
    settings.CLAMD = f"127.0.0.1:{fake.port}"
    return fake


def test_a_file_that_the_scanner_finds_clean_is_open_at_once(clamd: FakeClamd) -> None:
    file = keep(person=HOA)
    assert clamd.heard == [samples.pdf(), samples.pdf()]
    assert file.blob.state == State.CLEAN
    assert file.blob.scanned_at == NOW


@pytest.mark.asvs("5.4.3")
def test_an_infected_file_is_refused_and_nothing_is_kept(clamd: FakeClamd) -> None:
    clamd.says = b"stream: Eicar-Test-Signature FOUND\0"
    with pytest.raises(FileRefused) as refused:
        keep()
    assert refused.value.fault is Fault.VIRUS
    assert bytes_on_disk() == set()


@pytest.mark.parametrize(
    "says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"OK\0", b"stream: OK FOUN"]
)
def test_whatever_else_the_scanner_says_holds_the_file(clamd: FakeClamd, says: bytes) -> None:
    clamd.says = says
    assert keep().blob.state == State.HELD


@pytest.mark.asvs("5.4.3")
def test_a_held_file_is_not_given_out_until_the_scanner_answers(clamd: FakeClamd, settings, monkeypatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(views, "page", lambda request, template, values, status: shown.append(template))
    settings.CLAMD = "127.0.0.1:1"
    photo = keep(samples.photo(), "a.jpg", person=HOA)
    assert photo.blob.state == State.HELD
    ask(views.download, photo, Someone(person=HOA))
    assert shown == ["files/held.html"]
    with pytest.raises(Http404):
        ask(views.preview, photo, Someone(person=HOA))
    assert scan_held(at=NOW) == 0
    settings.CLAMD = f"127.0.0.1:{clamd.port}"
    assert scan_held(at=NOW) == 1
    assert ask(views.download, photo, Someone(person=HOA)).status_code == 200
    assert isinstance(list(history(photo))[-1].event, FileReleased | FileOpened)


def test_a_held_file_found_infected_is_destroyed_and_cannot_come_again(clamd: FakeClamd) -> None:
    clamd.says = b""
    file = keep(person=HOA)
    clamd.says = b"stream: Eicar-Test-Signature FOUND\0"
    assert scan_held(at=NOW) == 1
    assert bytes_on_disk() == set()
    assert FileFoundInfected(kind="pdf") in [happening.event for happening in history(file)]
    clamd.says = b"stream: OK\0"
    with pytest.raises(FileRefused):
        keep()
    assert missing_bytes() == ()


def test_without_a_scanner_nothing_held_is_released(settings) -> None:
    settings.CLAMD = "127.0.0.1:1"
    keep()
    settings.CLAMD = ""
    assert scan_held(at=NOW) == 0
    assert Blob.objects.get().state == State.HELD


def test_the_scanner_may_listen_on_a_socket_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert Scanner(str(tmp_path / "nowhere"), timeout=1).scan(tmp_path / "file") is Finding.UNKNOWN
