"""What a person sees of a simulated provider: the telephones with what arrived on them, and the switch of failures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from simulators.sms.faults import Fault, Switch
from simulators.sms.phones import Message

FAULTS = {
    Fault.NOTHING: "Bình thường",
    Fault.SLOW: "Chậm: chờ rồi mới nhận",
    Fault.LATE: "Nhận ngay, trả lời muộn",
    Fault.DROPPED: "Nhận xong thì cắt đường dây",
    Fault.NEVER: "Không bao giờ trả lời",
    Fault.GONE: "Cắt đường dây ngay",
    Fault.GARBAGE: "Trả lời vô nghĩa",
    Fault.HALF: "Trả lời nửa chừng",
    Fault.ERROR: "Lỗi 500",
    Fault.REFUSE: "Từ chối",
    Fault.WRONG: "Báo số không có người dùng",
    Fault.UNREPORTED: "Nhận mà không báo kết quả",
    Fault.TWICE: "Báo kết quả hai lần",
    Fault.LOST: "Báo là không đến nơi",
    Fault.FORGED: "Báo với chữ ký giả",
}
STRANGER = ("84969000111", "Máy lạ, 84969000111")
STYLE = """
:root { color-scheme: light dark; --ink: #1a2140; --ground: #f6f5f0; --surface: #fff; --edge: #74767d; --act: #2b3a82;
  --on-act: #fff; --earth: #fbe8d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe6; --ground: #10142a; --surface: #191f3b; --edge: #8b92b3;
  --act: #b4c0ff; --on-act: #10142a; --earth: #46291a; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.6 "Be Vietnam Pro", "Noto Sans", sans-serif; }
main { width: min(100% - 2rem, 64rem); margin: 1.5rem auto 3rem; }
.simulation { background: var(--earth); padding: .75rem 1rem; border-radius: .75rem; font-weight: 600; }
.phones { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
.phone { background: var(--surface); border: 2px solid var(--edge); border-radius: 1.5rem; padding: 1rem; margin: 0; }
.phone h2 { margin: 0; font-size: 1.125rem; }
.phone p { background: var(--ground); border-radius: .75rem; padding: .5rem .75rem; margin: .75rem 0 0;
  overflow-wrap: anywhere; white-space: pre-wrap; }
small { display: block; }
form { display: grid; gap: .75rem; margin: 1rem 0 2rem; max-width: 30rem; } label { display: grid; gap: .25rem; }
button, input, select { font: inherit; min-height: 3rem; padding: .25rem 1rem; border-radius: .75rem;
  border: 2px solid var(--edge); background: var(--surface); color: var(--ink); }
button { background: var(--act); color: var(--on-act); border-color: var(--act); font-weight: 600; }
select, input { max-width: 100%; box-sizing: border-box; }
:focus-visible { outline: 3px solid #c4186c; outline-offset: 3px; }
"""
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/style.css"></head>
<body><main>
<p class="simulation">Mô phỏng. Không có tin nào được gửi ra ngoài máy này.</p>{body}</main></body></html>"""


def front(
    title: str, messages: Sequence[Message], names: Mapping[str, str], switch: Switch, *, writes: bool = False
) -> str:
    """Every telephone, the latest message first; whether somebody can write back; what can be made to fail."""
    by_phone: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_phone[message.to].append(message)
    shown = "".join(_phone(number, said, names.get(number, "")) for number, said in by_phone.items())
    shown = f"<div class=phones>{shown or '<p>Chưa có tin nhắn nào.</p>'}</div>"
    return page(title, f"<h1>{escape(title)}</h1>{writing(names) if writes else ''}{shown}{failing(switch)}")


def writing(names: Mapping[str, str]) -> str:
    """Where somebody writes a text message to the province."""
    return f"""<form method="post" action="/simulator/text"><h2>Nhắn tin cho tỉnh</h2>
<label>Từ máy của <select name="from">{telephones(names)}</select></label>
<label>Tin nhắn <input name="text" maxlength="160" value="TRO GIUP"></label>
<input type="hidden" name="back" value="1"><button>Gửi tin</button></form>"""


def telephones(names: Mapping[str, str]) -> str:
    """The telephones to choose from, and one that nobody knows."""
    known = [(number, f"{name}, {number}") for number, name in names.items()]
    return "".join(f'<option value="{escape(number)}">{escape(said)}</option>' for number, said in [*known, STRANGER])


def refused(reason: str) -> str:
    return _PAGE.format(title="Không được", body=f"<h1>Không được</h1><p>{escape(reason)}</p>")


def page(title: str, body: str) -> str:
    """A page with a body that is HTML already."""
    return _PAGE.format(title=escape(title), body=body)


def _phone(number: str, messages: Sequence[Message], name: str) -> str:
    said = "".join(
        f"<p>{escape(one.text)}<small>{one.at.astimezone():%H:%M %d/%m} · {one.parts} tin · {one.price} đ</small></p>"
        for one in messages[:20]
    )
    return (
        f'<section class="phone"><h2>{escape(name or "Điện thoại")}</h2><small>{escape(number)}</small>{said}</section>'
    )


def failing(switch: Switch) -> str:
    choices = "".join(
        f'<option value="{fault.value}"{" selected" if fault is switch.fault else ""}>{escape(said)}</option>'
        for fault, said in FAULTS.items()
    )
    return f"""<h2>Làm cho hỏng</h2><form method="post" action="/simulator/fault">
<label>Nhà cung cấp sẽ <select name="fault">{choices}</select></label>
<label>Số lần (0 là mãi) <input name="times" inputmode="numeric" value="0"></label>
<label>Số giây <input name="seconds" inputmode="numeric" value="8"></label>
<input type="hidden" name="back" value="1"><button>Đổi</button></form>"""
