"""What a person sees at the simulated portal: what it holds, filing a dossier, switching failures on."""

from collections.abc import Iterable
from html import escape
from typing import Any

from simulators.portal.faults import Fault, Switch
from simulators.portal.known import Known

STATUSES = (
    "",
    "Mới đăng ký",
    "Được tiếp nhận",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã xử lý xong",
    "Đã trả kết quả",
)
FAULTS = {
    Fault.NOTHING: "Bình thường",
    Fault.SLOW: "Chậm: chờ rồi mới làm",
    Fault.LATE: "Làm ngay, trả lời muộn",
    Fault.LATER: "Không trả lời, một lúc sau mới làm",
    Fault.DROPPED: "Làm xong thì cắt đường dây",
    Fault.TWICE: "Trả lời hai lần",
    Fault.NEVER: "Không bao giờ trả lời",
    Fault.GONE: "Cắt đường dây ngay",
    Fault.GARBAGE: "Trả lời vô nghĩa",
    Fault.HALF: "Trả lời nửa chừng",
    Fault.DRIP: "Trả lời từng byte một",
    Fault.EXPIRED: "Phiên làm việc hết hạn",
    Fault.REFUSE: "Từ chối",
    Fault.ERROR: "Lỗi 500",
    Fault.ELSEWHERE: "Chuyển sang địa chỉ khác",
}

STYLE = """
:root { color-scheme: light dark; --ink: #1a2140; --ground: #f6f5f0; --surface: #fff; --edge: #74767d; --act: #2b3a82;
  --on-act: #fff; --earth: #fbe8d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe6; --ground: #10142a; --surface: #191f3b; --edge: #8b92b3;
  --act: #b4c0ff; --on-act: #10142a; --earth: #46291a; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.6 "Be Vietnam Pro", "Noto Sans", sans-serif; }
main { width: min(100% - 2rem, 48rem); margin: 1.5rem auto 3rem; }
.simulation { background: var(--earth); padding: .75rem 1rem; border-radius: .75rem; font-weight: 600; }
ul { list-style: none; padding: 0; } li { padding: .75rem 0; border-bottom: 1px solid var(--edge); }
ol { margin: .25rem 0 0; } form { display: grid; gap: .75rem; margin: 1rem 0 2rem; }
label { display: grid; gap: .25rem; } label.line { display: flex; gap: .5rem; align-items: center; }
button, input, select { font: inherit; min-height: 3rem; padding: .25rem 1rem; border-radius: .75rem;
  border: 2px solid var(--edge); background: var(--surface); color: var(--ink); }
input[type=checkbox] { min-height: 1.5rem; width: 1.5rem; }
button { background: var(--act); color: var(--on-act); border-color: var(--act); font-weight: 600; }
:focus-visible { outline: 3px solid #c4186c; outline-offset: 3px; }
"""

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Mô phỏng Cổng Dịch vụ công quốc gia</title><link rel="stylesheet" href="/style.css"></head>
<body><main>
<p class="simulation">Mô phỏng. Đây không phải Cổng Dịch vụ công quốc gia thật, không hồ sơ nào được nộp.</p>
{body}</main></body></html>"""


def front(dossiers: Iterable[dict[str, Any]], known: Known, switch: Switch, counts: dict[str, int]) -> str:
    """Everything on one page."""
    rows = "".join(_row(dossier) for dossier in dossiers) or "<li>Chưa có hồ sơ nào.</li>"
    calls = ", ".join(f"{escape(name)}: {times}" for name, times in sorted(counts.items())) or "chưa có"
    body = f"""<h1>Hồ sơ ở đây</h1><p>Số lần được gọi: {calls}.</p><ul>{rows}</ul>{_filing(known)}{_failing(switch)}"""
    return _PAGE.format(title="Hồ sơ", body=body)


def _row(dossier: dict[str, Any]) -> str:
    steps = "".join(
        f"<li>{escape(_moment(step.get('ThoiDiemXuLy', '')))} · {_status(step.get('TrangThai'))} · "
        f"{escape(str(step.get('NoiDungXuLy', '')))}</li>"
        for step in dossier.get("TienDoXuLy", [])
    )
    return (
        f"<li><b>{escape(dossier['MaHoSo'])}</b> · {escape(str(dossier.get('TenTTHC', '')))}<br>"
        f"{_status(dossier.get('TrangThaiHoSo'))} · {escape(str(dossier.get('ChuHoSo', '')))}<ol>{steps}</ol></li>"
    )


def _status(number: Any) -> str:
    try:
        return STATUSES[int(number)]
    except (TypeError, ValueError, IndexError):
        return "?"


def _moment(text: str) -> str:
    return f"{text[8:10]}:{text[10:12]} {text[6:8]}/{text[4:6]}/{text[:4]}" if len(text) == 14 else text


def _filing(known: Known) -> str:
    agencies = "".join(
        f'<option value="{escape(one["code"])}">{escape(one["name"])}</option>' for one in known.agencies
    )
    procedures = "".join(
        f'<option value="{escape(one["MATTHC"])}">{escape(one["TENTTHC"])}</option>' for one in known.procedures
    )
    return f"""<h2>Nộp hồ sơ như một người dân</h2><form method="post" action="/file">
<label>Thủ tục <select name="procedure" required>{procedures}</select></label>
<label>Nơi nhận <select name="agency" required>{agencies}</select></label>
<label>Họ và tên <input name="name" required maxlength="80" autocomplete="off"></label>
<label>Số định danh cá nhân <input name="number" inputmode="numeric" maxlength="12" autocomplete="off"></label>
<label>Số điện thoại <input name="phone" inputmode="tel" maxlength="15" autocomplete="off"></label>
<label class="line"><input type="checkbox" name="paper" value="1" checked> Gửi kèm một giấy tờ mẫu</label>
<button>Nộp hồ sơ</button></form>"""


def _failing(switch: Switch) -> str:
    choices = "".join(
        f'<option value="{fault.value}"{" selected" if fault is switch.fault else ""}>{escape(said)}</option>'
        for fault, said in FAULTS.items()
    )
    return f"""<h2>Làm cho hỏng</h2><form method="post" action="/simulator/fault">
<label>Cổng sẽ <select name="fault">{choices}</select></label>
<label>Số lần (0 là mãi) <input name="times" inputmode="numeric" value="0"></label>
<label>Số giây <input name="seconds" inputmode="numeric" value="30"></label>
<input type="hidden" name="back" value="1"><button>Đổi</button></form>"""


def refused(reason: str) -> str:
    """The page for what cannot be done."""
    return _PAGE.format(title="Không được", body=f"<h1>Không được</h1><p>{escape(reason)}</p>")
