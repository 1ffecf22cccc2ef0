"""Production refuses to start with an insecure setting, and says which."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import reverse

from tinhso.site.insecure import faults, network_filesystem

ROOT = Path(__file__).resolve().parents[3]
GOOD = "k3J9vPq7Lm2Xz8Rt5Wn1Yc6Bd4Fh0Gs-aSdFgHjKlQwErTyUiOp!"


def found(environment: dict[str, str] | None = None, **changed) -> str:
    given = {"hosts": ["sonla.example"], "https": True, "database": "", "data": Path("/nowhere")}
    return "\n".join(faults(environment or {}, **{**given, **changed}))


def test_good_settings_have_no_fault() -> None:
    assert found() == ""
    assert found({"SECRET_KEY": GOOD, "DEBUG": "0"}) == ""
    assert found(hosts=["localhost", "127.0.0.1"], https=False) == ""


@pytest.mark.asvs("6.3.2")
@pytest.mark.parametrize(
    ("environment", "changed", "named"),
    [
        ({"DEBUG": "1"}, {}, "DEBUG"),
        ({"DEMO": "yes"}, {}, "DEMO"),
        ({"SECRET_KEY": "short"}, {}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + GOOD}, {}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 40}, {}, "SECRET_KEY"),
        ({}, {"hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({}, {"hosts": [".example"]}, "ALLOWED_HOSTS"),
        ({}, {"https": False}, "HTTPS"),
    ],
)
def test_each_insecure_setting_is_named(environment: dict[str, str], changed: dict, named: str) -> None:
    assert found(environment, **changed).startswith(named)


def test_data_that_everyone_can_read_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert "chmod" in found(data=tmp_path)
    tmp_path.chmod(0o750)
    assert found(data=tmp_path) == ""


def test_an_sqlite_file_on_a_network_disk_is_named(monkeypatch, tmp_path: Path) -> None:
    mounts = "1 0 0:1 / / rw - ext4 /dev/sda rw\n2 1 0:2 / /mnt/far\\040away rw - nfs4 server:/x rw\n"
    real = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda self: mounts if "mountinfo" in str(self) else real(self))
    assert network_filesystem(Path("/mnt/far away/tinhso.sqlite3")) == "nfs4"
    assert network_filesystem(tmp_path / "tinhso.sqlite3") == ""
    assert "SQLite on nfs4" in found(database="/mnt/far away/tinhso.sqlite3")


def manage(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.environ["PATH"], "MODE": "production", "VAR": str(tmp_path / "var"), **environment}
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=120, check=False)


def test_production_starts_with_nothing_set_and_the_deployment_check_is_clean(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var").stat().st_mode & 0o007 == 0


@pytest.mark.asvs("13.4.2")
def test_production_does_not_start_insecurely(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", DEBUG="1", SECRET_KEY="changeme", ALLOWED_HOSTS="*", HTTPS="0")
    assert done.returncode != 0
    assert "refuses to start" in done.stderr
    for named in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS"):
        assert f"- {named}" in done.stderr


def test_the_guide_names_every_setting_and_no_other() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "tinhso/site/settings.py").read_text()))
    named = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (ROOT / "docs/operate.md").read_text(), re.MULTILINE)
    told = re.findall(r"[A-Z_]+", " ".join(named))
    assert sorted(told) == sorted(read)


def test_the_guide_speaks_of_commands_and_doors_that_are_there() -> None:
    guide = (ROOT / "docs/operate.md").read_text()
    assert set(re.findall(r"manage\.py (\w+)", guide)) <= set(get_commands())
    for door in ("healthz", "readyz", "truth", "metrics", "files_state", "security_txt"):
        assert reverse(door) in guide
