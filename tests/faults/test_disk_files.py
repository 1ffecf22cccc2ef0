"""P04: row and file always agree, wherever a process is killed between them."""

import json

import pytest

from tests.faults.house import House

pytestmark = pytest.mark.xdist_group("faults")

STORY = """
import json, os, sys
from datetime import UTC, datetime
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from tinhso.core.files.actions import keep_file, keeping, tidy
from tinhso.core.files.domain import store
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.files.models import Blob, File
from tinhso.core.files.models import store as disk
from tinhso.core.files.tests import samples
from tinhso.kit.actors import Actor

def die(*args, **kwargs):
    os._exit(9)

def die_at_sync(of):
    real = store._fsync
    store._fsync = lambda path: die() if of(path) else real(path)

def keep(step):
    if step == "before the file is synced": die_at_sync(lambda path: path.parent.name == 'arriving')
    if step == "before the rename": store.Path.replace = die
    if step == "before the folder is synced": die_at_sync(lambda path: len(path.name) == 2)
    if step == "before the row": File.objects.create = die
    if step == "before the commit": keeping.record = die
    paper = SimpleUploadedFile("đơn.pdf", samples.pdf(), "application/pdf")
    keep_file(paper, rules=ANY, by=Actor.system(), at=datetime.now(UTC))

def look():
    for path in disk().folder.rglob("*"):
        if path.is_file(): os.utime(path, (1, 1))
    missing = tidy(at=datetime.now(UTC)).missing
    on_disk = sum(1 for path in disk().folder.rglob("*") if path.is_file())
    return [File.objects.count(), Blob.objects.count(), len(missing), on_disk]

found = {}
for step in [*sys.argv[1:], "never"]:
    connections.close_all()
    child = os.fork()
    if child == 0:
        keep(step)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found[step] = [code, *look()]
print(json.dumps(found))
"""
STEPS = [
    "before the file is synced",
    "before the rename",
    "before the folder is synced",
    "before the row",
    "before the commit",
]


@pytest.mark.promise("P04")
def test_a_kill_at_any_step_leaves_no_row_without_its_file(house: House) -> None:
    told = house.python(STORY, *STEPS)
    found = json.loads(told.stdout or told.stderr)
    killed = {"code": 9, "files": 0, "blobs": 0, "missing": 0, "on disk": 0}
    for step in STEPS:
        assert dict(zip(killed, found[step], strict=True)) == killed, step
    assert found["never"] == [0, 1, 1, 0, 1]
