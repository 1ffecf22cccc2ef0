"""A new system is green from its first minute: in a copy of the house it passes every tool, and its page opens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tinhso.kit.discovery import HOUSE
from tinhso.kit.new_system import BadName, write_system

ROOT = HOUSE.parent


@pytest.fixture
def copy(tmp_path):
    """The house without its machines, with the fonts and icons that were made, to build in."""
    skip = shutil.ignore_patterns("__pycache__", "tests", "*.mo")
    shutil.copytree(HOUSE, tmp_path / "tinhso", ignore=skip)
    for name in ("pyproject.toml", "manage.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "build").symlink_to(ROOT / "build")
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", tmp_path / ".mypy_cache")
    return tmp_path


def run(folder, *command):
    done = tried(folder, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tried(folder, *command):
    env = os.environ | {"MODE": "test", "VAR": str(folder / "var"), "PYTHONPATH": str(folder)}
    env["DATABASE_URL"] = f"sqlite:///{folder / 'new.sqlite3'}"
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def tool(name):
    return str(Path(sys.executable).parent / name)


def test_a_new_system_passes_every_tool(copy):
    call_command("newsystem", "government", "dog_licences", house=copy / "tinhso")
    new = "tinhso/government/dog_licences"

    run(copy, tool("ruff"), "check", new)
    run(copy, tool("ruff"), "format", "--check", new)
    walls = tried(copy, tool("lint-imports"), "--no-cache").stdout
    assert "Contracts: " in walls
    assert "dog_licences" not in walls
    run(copy, sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "dog_licences")
    run(copy, sys.executable, "manage.py", "texts", "dog_licences", "--check")
    assert "dog_licences" not in tried(copy, tool("mypy"), new).stdout
    assert "dog_licences" in run(copy, sys.executable, "manage.py", "systems")
    run(copy, sys.executable, "-m", "pytest", new)


@pytest.mark.parametrize("name", ["Petitions", "2g", "a-b", "_x", "é", ""])
def test_a_name_that_cannot_be_code_is_refused(tmp_path, name):
    with pytest.raises(BadName):
        write_system(tmp_path, "government", name)


def test_a_label_that_is_taken_and_a_floor_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(CommandError, match="taken"):
        call_command("newsystem", "economy", "events")
    with pytest.raises(BadName, match="no floor"):
        write_system(tmp_path, "cellar", "wine")
