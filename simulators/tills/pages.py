"""The look of everyone who takes money here, and the form by which they are made to fail."""

from collections.abc import Iterable
from html import escape

from simulators.tills.faults import FAULTS, Switch
from simulators.tills.orders import Order

_STYLE = """
:root { color-scheme: light dark; --ink: #1a2140; --soft: #4b5169; --ground: #f6f5f0; --surface: #fff; --edge: #74767d;
  --act: #2b3a82; --on-act: #fff; --earth: #fbe8d6; --brand: BRAND; --on-brand: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe6; --soft: #b9bed4; --ground: #10142a; --surface: #191f3b;
  --edge: #8b92b3; --act: #b4c0ff; --on-act: #10142a; --earth: #46291a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.6 "Be Vietnam Pro", "Noto Sans", sans-serif; }
header { background: var(--brand); color: var(--on-brand); padding: .75rem 1rem; font-weight: 600; font-size: 1.25rem; }
main { width: min(100% - 2rem, 34rem); margin: 1.5rem auto 3rem; }
.simulation { background: var(--earth); padding: .75rem 1rem; border-radius: .75rem; font-weight: 600; }
.sheet { background: var(--surface); border-radius: 1.25rem; padding: 1rem 1.25rem 1.5rem; }
.amount { font-size: 2.375rem; line-height: 1.2; font-weight: 600; margin: .25rem 0 1rem; }
dl { display: grid; gap: .75rem; margin: 0 0 1.25rem; } dt { color: var(--soft); font-size: 1rem; } dd { margin: 0; }
dl div { border-bottom: 1px solid #d9d6ca; padding-bottom: .5rem; }
h1 { font-size: 1.5rem; line-height: 1.35; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
ul { list-style: none; padding: 0; } li { padding: .75rem 0; border-bottom: 1px solid var(--edge); }
form { display: grid; gap: .75rem; margin: 1rem 0; } label { display: grid; gap: .25rem; }
fieldset { border: 0; padding: 0; margin: 0; display: grid; gap: .5rem; } legend { padding: 0; }
label.choice { display: flex; gap: .75rem; align-items: center; border: 2px solid var(--edge); border-radius: .75rem;
  padding: .5rem 1rem; min-height: 3.5rem; background: var(--surface); }
label.choice:has(:checked) { border-color: var(--act); }
button, input, select, textarea { font: inherit; min-height: 3rem; padding: .25rem 1rem; border-radius: .75rem;
  border: 2px solid var(--edge); background: var(--surface); color: var(--ink); width: 100%; }
input[type=radio] { min-height: 1.5rem; width: 1.5rem; flex: none; }
button { background: var(--act); color: var(--on-act); border-color: var(--act); font-weight: 600; min-height: 3.5rem; }
button.quiet { background: transparent; color: var(--act); }
a { color: var(--act); } code { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid #c4186c; outline-offset: 3px; }
"""
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {name}</title><link rel="stylesheet" href="/style.css"></head>
<body><header>{name}</header><main>
<p class="simulation">Mô phỏng. Không phải {real}, không có đồng tiền thật nào được trả.</p>
{body}</main></body></html>"""


class Look:
    """The pages of one simulator: its name, what it stands for, its colour."""

    def __init__(self, *, name: str, real: str, brand: str) -> None:
        self._name, self._real = name, real
        self.style = _STYLE.replace("BRAND", brand).encode()

    def page(self, title: str, body: str) -> str:
        return _PAGE.format(title=escape(title), name=escape(self._name), real=escape(self._real), body=body)

    def said(self, title: str, sentence: str) -> str:
        """A page that says one thing."""
        return self.page(title, f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>")


def money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đ"


def told(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what they are."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs if value)
    return f"<dl>{rows}</dl>"


def hidden(**fields: str) -> str:
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())


def choices(legend: str, name: str, options: Iterable[tuple[str, str]]) -> str:
    """One of several, the first chosen."""
    rows = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{escape(value)}"'
        f"{' checked' if at == 0 else ''}> {escape(said)}</label>"
        for at, (value, said) in enumerate(options)
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{rows}</fieldset>"


def order_row(order: Order) -> str:
    """An order in a list."""
    paid = ", ".join(money(one.amount) for one in order.payments) or "chưa trả"
    heard = ", ".join(order.told) or "chưa"
    back = f" · hoàn {money(order.given_back)}" if order.refunds else ""
    return (
        f"<li><b>{money(order.amount)}</b> · <code>{escape(order.ref)}</code><br>{escape(paid)}{back}"
        f" · bên nhận trả lời: {escape(heard)}</li>"
    )


def failing(switch: Switch) -> str:
    """The form that makes it fail."""
    options = "".join(
        f'<option value="{fault}"{" selected" if fault == switch.fault else ""}>{escape(said)}</option>'
        for fault, said in FAULTS.items()
    )
    return f"""<h2>Làm cho hỏng</h2><form method="post" action="/simulator/fault">
<label>Nơi này sẽ <select name="fault">{options}</select></label>
<label>Số lần (0 là mãi) <input name="times" inputmode="numeric" value="0"></label>
<label>Số giây muộn <input name="seconds" inputmode="numeric" value="20"></label>
<label>Số tiền trừ sai (bỏ trống là thiếu 1.000 đ) <input name="amount" inputmode="numeric"></label>
{hidden(back="1")}<button>Đổi</button></form>"""
