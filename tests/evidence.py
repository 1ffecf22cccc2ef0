"""Which test proves which promise: read from the `asvs` and `promise` marks of the tests, written to `docs/security/`.

`python -m tests.evidence` writes the two pages; `test_evidence.py` keeps them true.
"""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "security"
PAGES = {
    "asvs": ("OWASP ASVS 5.0, checked by tests", ("item", "level", "requirement")),
    "promise": ("What we promise, checked by tests", ("number", "promise")),
}
FILES = {"asvs": "asvs", "promise": "promises"}


def marked(kind: str) -> dict[str, list[str]]:
    """Item → the tests that carry a mark for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(
        [*ROOT.glob("tinhso/**/test_*.py"), *ROOT.glob("tests/**/test_*.py"), *ROOT.glob("simulators/**/test_*.py")]
    ):
        for item, test in _marks(path, kind):
            found[item].append(test)
    return found


def _marks(path: Path, kind: str) -> Iterator[tuple[str, str]]:
    name = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for item in _items(node.decorator_list, kind):
                yield item, f"{name}::{node.name}"
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark":
            listed = node.value.elts if isinstance(node.value, ast.List) else [node.value]
            for item in _items(listed, kind):
                yield item, name


def _items(marks: list[ast.expr], kind: str) -> list[str]:
    return [
        argument.value
        for mark in marks
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == f"pytest.mark.{kind}"
        for argument in mark.args
        if isinstance(argument, ast.Constant)
    ]


def known(kind: str) -> list[dict[str, str]]:
    """The rows of the table of items."""
    with (DOCS / f"{FILES[kind]}.csv").open() as file:
        return list(csv.DictReader(file))


def page(kind: str) -> str:
    """The Markdown page of one kind: each item with its tests, or `not yet`."""
    title, columns = PAGES[kind]
    tests = marked(kind)
    lines = [f"# {title}", "", "Written from the marks of the tests by `python -m tests.evidence`. Do not edit.", ""]
    lines += [f"| {' | '.join([*columns, 'tests'])} |", f"|{' --- |' * (len(columns) + 1)}"]
    for row in known(kind):
        proofs = "<br>".join(f"`{test}`" for test in tests.get(row[columns[0]], [])) or "not yet"
        lines.append(f"| {' | '.join(row[column] for column in columns)} | {proofs} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    for kind, name in FILES.items():
        (DOCS / f"{name}.md").write_text(page(kind))


if __name__ == "__main__":
    main()
