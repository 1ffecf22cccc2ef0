"""What a person sees of the simulated gateway: whose telephone calls, what it hears, the keys."""

from collections.abc import Mapping
from html import escape

from simulators.sms.pages import page, telephones
from simulators.voice.switchboard import Call

KEYS = "123456789*0#"
KEYPAD = """
.keys { display: grid; grid-template-columns: repeat(3, 4.5rem); gap: .75rem; padding: 0; border: 0; }
.keys button { min-height: 4rem; font-size: 1.75rem; border-radius: 1rem; }
.heard { background: var(--surface); border: 2px solid var(--edge); border-radius: 1.25rem; padding: 1rem; }
.heard p { margin: .25rem 0; } audio { width: 100%; height: 2.5rem; }
output { font-size: 1.75rem; letter-spacing: .1em; }
"""
LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "id": "Bahasa Indonesia", "mong": "Tiếng Mông", "thai": "Tiếng Thái"}


def front(names: Mapping[str, str]) -> str:
    """Who calls."""
    languages = "".join(f'<option value="{code}">{said}</option>' for code, said in LANGUAGES.items())
    body = f"""<h1>Gọi tổng đài của tỉnh</h1><form method="post" action="/calls">
<label>Từ máy của <select name="from">{telephones(names)}</select></label>
<label>Nghe bằng <select name="language">{languages}</select></label><button>Gọi</button></form>"""
    return page("Tổng đài", body)


def talk(call: Call) -> str:
    """What is heard now, and the keypad."""
    said = "".join(_piece(call, number) for number in range(len(call.said)))
    if call.broken:
        said = "<p>Máy chủ của tỉnh không trả lời.</p>"
    done = call.ends or call.broken
    ending = '<p>Cuộc gọi đã xong.</p><p><a href="/">Gọi lại</a></p>'
    body = f"""<h1>Đang gọi</h1><div class="heard">{said}</div>{ending if done else _keypad(call)}"""
    return page("Đang gọi", body)


def _piece(call: Call, number: int) -> str:
    piece = call.said[number]
    first = " autoplay" if number == 0 else ""
    src = f"/calls/{call.number}/sound/{number}?{call.step}"
    sound = f'<audio controls{first} src="{src}"></audio>' if piece["audio"] else ""
    return f"<p>{escape(piece['words'])}</p>{sound}"


def _keypad(call: Call) -> str:
    keys = "".join(f'<button name="key" value="{escape(key)}">{escape(key)}</button>' for key in KEYS if key != "*")
    return f"""<p>Đã bấm: <output>{escape(call.pressed) or "–"}</output></p>
<form class="keys" method="post" action="/calls/{call.number}/">{keys}</form>
<form method="post" action="/calls/{call.number}/"><button>Không bấm gì</button></form>"""
