"""P04: row and file always agree, wherever a process is killed between them."""

import json

import pytest

from tests.faults.house import House

pytestmark = pytest.mark.xdist_group("faults")

KEEP = """
import os, sys
from datetime import UTC, datetime
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tinhso.core.files.actions import keep_file
from tinhso.core.files.actions import keeping
from tinhso.core.files.domain import store
from tinhso.core.files.domain.kinds import ANY
from tinhso.core.files.tests import samples
from tinhso.kit.actors import Actor

step, calls = sys.argv[1], 0

def die_before(module, name):
    real = getattr(module, name)
    def dying(*args, **kwargs):
        os._exit(9)
    setattr(module, name, dying)

def die_at_fsync(number):
    real = store._fsync
    def counted(path):
        global calls
        calls += 1
        if calls == number:
            os._exit(9)
        real(path)
    store._fsync = counted

if step == "before the file is synced": die_at_fsync(1)
if step == "before the rename": store.Path.replace = lambda *a: os._exit(9)
if step == "before the folder is synced": die_at_fsync(3)
if step == "before the row": die_before(keeping.File.objects, "create")
if step == "before the commit": die_before(keeping, "record")
keep_file(SimpleUploadedFile("đơn.pdf", samples.pdf(), "application/pdf"), rules=ANY, by=Actor.system(), at=datetime.now(UTC))
print("receipt")
"""
LOOK = """
import json, os
from datetime import UTC, datetime
from tinhso.core.files.actions import tidy
from tinhso.core.files.models import Blob, File, store
for path in store().folder.rglob("*"):
    if path.is_file(): os.utime(path, (1, 1))
found = tidy(at=datetime.now(UTC))
print(json.dumps({"files": File.objects.count(), "blobs": Blob.objects.count(), "missing": found.missing,
    "on disk": sum(1 for path in store().folder.rglob("*") if path.is_file())}))
"""
STEPS = [
    "before the file is synced",
    "before the rename",
    "before the folder is synced",
    "before the row",
    "before the commit",
]


@pytest.mark.promise("P04")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_no_row_without_its_file(house: House, step: str) -> None:
    killed = house.python(KEEP, step)
    assert killed.returncode == 9, killed.stderr
    assert "receipt" not in killed.stdout
    assert json.loads(house.python(LOOK).stdout) == {"files": 0, "blobs": 0, "missing": [], "on disk": 0}
    kept = house.python(KEEP, "never")
    assert kept.stdout == "receipt\n", kept.stderr
    assert json.loads(house.python(LOOK).stdout) == {"files": 1, "blobs": 1, "missing": [], "on disk": 1}
