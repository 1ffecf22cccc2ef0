"""P06: a full disk refuses politely and recovers. P05: health turns red when the disk keeps nothing."""

import os
import shutil
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from tests.faults.house import House, copied

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture
def small_disk(tmp_path: Path):
    """64 MB of memory as a disk. Only root can mount it."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", folder]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("A small disk cannot be mounted here (root is needed). A full disk was NOT tested.")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def small_house(original: House, small_disk: Path):
    with copied(original, small_disk / "var") as house:
        yield house
        house.kill()


def fill(folder: Path, leave: int) -> Path:
    filler = folder / "filler"
    with filler.open("wb") as file:
        file.write(bytes(shutil.disk_usage(folder).free - leave))
    return filler


def file_one(house: House) -> int:
    return house.post("/dossier/", {"name": uuid.uuid4().hex}).status


@pytest.mark.promise("P06")
def test_a_full_disk_refuses_in_vietnamese_reads_go_on_and_it_recovers(small_house: House, small_disk: Path) -> None:
    if not small_house.url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps its data elsewhere")
    small_house.start(workers=1)
    assert file_one(small_house) == 201
    filler = fill(small_disk, leave=100_000)
    receipts = 1
    for _ in range(400):
        answer = small_house.post("/dossier/", {"name": uuid.uuid4().hex})
        if answer.status != 201:
            break
        receipts += 1
    assert answer.status in (507, 503)
    assert "Chưa lưu được" in answer.body.decode()
    assert small_house.get("/dossier/").status == 200
    assert small_house.get("/readyz").status == 503
    filler.unlink()
    until = time.monotonic() + 60
    while (status := file_one(small_house)) != 201:
        assert time.monotonic() < until, status
        time.sleep(0.5)
    whole = small_house.python(
        "from django.db import connection\n"
        "from tinhso.core.files.models import File\n"
        "with connection.cursor() as c: print(c.execute('PRAGMA integrity_check').fetchone()[0], File.objects.count())"
    )
    assert whole.stdout.split() == ["ok", str(receipts + 1)]


@pytest.mark.promise("P06")
def test_a_backup_to_a_full_disk_fails_aloud_and_leaves_the_older_copy(house: House, small_disk: Path) -> None:
    target = small_disk / "copies"
    house.manage("backup", str(target))
    before = sorted(target.iterdir())
    fill(small_disk, leave=50_000)
    done = house.manage("backup", str(target), check=False)
    assert done.returncode != 0
    assert "NO BACKUP WAS MADE" in done.stderr
    assert sorted(target.iterdir()) == before
