"""What a person sees at the simulated identity: plain HTML, clearly a simulation."""

from collections.abc import Iterable, Mapping
from html import escape

from simulators.identity.people import Person

STYLE = """
:root { color-scheme: light dark; --ink: #1a2140; --ground: #f6f5f0; --surface: #fff; --edge: #74767d; --act: #2b3a82;
  --on-act: #fff; --earth: #fbe8d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe6; --ground: #10142a; --surface: #191f3b; --edge: #8b92b3;
  --act: #b4c0ff; --on-act: #10142a; --earth: #46291a; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.6 "Be Vietnam Pro", "Noto Sans", sans-serif; }
main { width: min(100% - 2rem, 40rem); margin: 1.5rem auto 3rem; }
.simulation { background: var(--earth); padding: .75rem 1rem; border-radius: .75rem; font-weight: 600; }
ul { list-style: none; padding: 0; }
li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
  padding: .75rem 0; border-bottom: 1px solid var(--edge); }
form { margin: 0; } li form { display: flex; flex-wrap: wrap; gap: .5rem; }
button, input { font: inherit; min-height: 3rem; padding: .25rem 1rem; border-radius: .75rem;
  border: 2px solid var(--act); }
button { background: var(--act); color: var(--on-act); font-weight: 600; }
button.quiet { background: none; color: var(--act); }
input { border-color: var(--edge); background: var(--surface); color: var(--ink); width: min(100%, 18rem); }
:focus-visible { outline: 3px solid #c4186c; outline-offset: 3px; }
"""

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Mô phỏng định danh điện tử</title><link rel="stylesheet" href="/style.css"></head>
<body><main><p class="simulation">Mô phỏng. Đây không phải VNeID thật, không ai được xác thực ở đây.</p>
{body}</main></body></html>"""


def choosing(people: Iterable[Person], asked: Mapping[str, str], words: str) -> str:
    """The page where one presses the name of who one is."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    rows = "".join(_row(person, hidden) for person in people) or "<li>Không có ai tên như vậy.</li>"
    search = (
        f'<form method="get" role="search">{hidden}<label>Tìm tên <input name="q" value="{escape(words)}"></label> '
        '<button class="quiet">Tìm</button></form>'
    )
    leave = (
        f'<form method="post">{hidden}<button class="quiet" name="choice" value="">Quay lại, không đăng nhập</button>'
        "</form>"
    )
    body = f"<h1>Bạn là ai?</h1><p>Tỉnh Số xin biết bạn là ai. Bấm vào mức định danh.</p>{search}<ul>{rows}</ul>{leave}"
    return _PAGE.format(title="Bạn là ai?", body=body)


def _row(person: Person, hidden: str) -> str:
    levels = "".join(
        f'<button name="choice" value="{level}:{escape(person.sub)}">Mức {level}</button>'
        for level in range(1, person.level + 1)
    )
    name = escape(person.name)
    return f'<li><b>{name}</b><form method="post" aria-label="{name}">{hidden}{levels}</form></li>'


def refused(reason: str) -> str:
    """The page for a request that may not even be sent back."""
    return _PAGE.format(title="Không được", body=f"<h1>Không được</h1><p>{escape(reason)}</p>")
