"""House rules that no one remembers: sizes, rooms, words, walls."""

import ast
import subprocess
from pathlib import Path

import pytest

from tinhso.kit.discovery import HOUSE, rooms
from tinhso.kit.doors import door_of
from tinhso.kit.passport import systems

ROOT = HOUSE.parent
SOURCES = sorted(
    path
    for top in ("tinhso", "simulators", "bench", "verifier")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
)
FORBIDDEN_ROOMS = {"utils", "helpers", "services", "managers", "signals", "constants", "selectors"}
# Words that would tell of a workplace or a machine instead of the product.
FOREIGN_WORDS = ("pythonhosted", "pypi.org/simple", "npmjs.org", "deb.debian.org", "/root/", "../shared")


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_a_function_stays_under_50_lines():
    long = [name for path in SOURCES for name, lines in _functions(path) if lines >= 50]
    assert not long


def test_the_median_function_is_short():
    sizes = sorted(lines for path in SOURCES if "tests" not in path.parts for _, lines in _functions(path))
    assert sizes[len(sizes) // 2] <= 10


def test_a_file_stays_under_400_lines():
    long = [str(path.relative_to(ROOT)) for path in SOURCES if path.read_text().count("\n") >= 400]
    assert not long


def test_no_room_has_a_name_that_says_nothing():
    assert not [path for path in SOURCES if path.stem in FORBIDDEN_ROOMS]


def test_every_system_has_a_passport_and_a_page_about_itself():
    for system in systems():
        assert str(system.title), system.name
        assert str(system.owner), system.name
        assert system.icon, system.name
        assert (Path(system.path) / "README.md").exists(), f"{system.name} has no README.md"


def test_no_rule_is_silenced():
    silenced = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in SOURCES
        for mark in ("type: ignore", "noqa", "pragma: no cover", "TODO", "FIXME")
        if mark in path.read_text() and path != Path(__file__)
    ]
    assert not silenced
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_the_repository_speaks_of_itself_only():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    texts = [ROOT / name for name in listed if Path(name).suffix in {".py", ".md", ".html", ".toml", ".txt", ".yaml"}]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in texts
        if path.exists() and path != Path(__file__)
        for word in FOREIGN_WORDS
        if word in path.read_text()
    ]
    assert not found


def test_dangerous_calls_stand_nowhere():
    """ASVS 1.2.4, 1.2.5, 1.3.2, 1.5.2: no shell, no eval, no pickle, no SQL built from strings."""
    dangerous = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if "tests" not in path.parts and "bench" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _is_dangerous(node)
    ]
    assert not dangerous


def _is_dangerous(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    shell = any(word.arg == "shell" and getattr(word.value, "value", None) is True for word in call.keywords)
    return shell or name in {"eval", "exec", "os.system", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load"}


@pytest.mark.parametrize("permission_home", ["views", "api"])
def test_every_permission_a_door_needs_is_granted_to_some_role(permission_home):
    granted = {permission for system in systems() for group in system.grants.values() for permission in group}
    asked = {
        door.permission
        for room in rooms(permission_home)
        for view in vars(room).values()
        if callable(view) and (door := door_of(view)) and door.permission
    }
    assert asked <= granted
