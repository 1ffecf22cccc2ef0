"""What the papers of Circular 03/2025/TT-VPCP say, in Vietnamese only, all in one place.

The titles are those of annex I of the circular; the sentences are ours, to be replaced by a province that wants others.
"""

from datetime import date, datetime
from typing import Final

from tinhso.kit.saying import day_of, local

HARD = "\u00a0"
COMMITTEE = "Ủy ban nhân dân"
TITLES: Final = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "apology": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    "stop": "Thông báo dừng giải quyết hồ sơ",
    "control": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "register": "Sổ theo dõi hồ sơ",
    "slip": "Giấy hẹn",
    "slip_sent": "Hồ sơ đã gửi tới xã",
}
LABELS: Final = {
    "ref": "Mã hồ sơ",
    "applicant": "Người nộp hồ sơ",
    "applicant_address": "Địa chỉ",
    "phone": "Số điện thoại",
    "procedure": "Nội dung yêu cầu giải quyết",
    "received": "Nhận hồ sơ lúc",
    "channel": "Cách nộp",
    "hand_back": "Nhận kết quả",
    "fee": "Phí, lệ phí",
    "days": "Thời gian giải quyết",
    "reason": "Lý do",
    "until": "Xin nộp bổ sung trước",
    "old_due": "Ngày hẹn trước",
    "new_due": "Ngày hẹn mới",
    "basis": "Căn cứ",
    "asked": "Cần bổ sung, hoàn thiện",
    "returned": "Giấy tờ trả lại",
    "due": "Ngày hẹn trả kết quả",
    "opened": "Ngày tiếp nhận",
    "asked_at": "Ngày yêu cầu",
}
SENTENCES: Final = {
    "receipt": "{office} đã nhận hồ sơ sau đây:",
    "receipt_papers": "Hồ sơ gồm có:",
    "receipt_kept": "Ông/Bà giữ giấy này để xem hồ sơ và nhận kết quả. Ai có số bí mật đều xem được hồ sơ, "
    "xin đừng đưa cho người lạ.",
    "tracking": "Xem hồ sơ đang ở đâu: quét mã này, hoặc đọc mã hồ sơ và số bí mật",
    "tracking_alt": "Mã QR để xem hồ sơ",
    "proof": "Ô vuông này chứng minh hồ sơ đã được nhận. Kiểm tra được cả khi không có mạng.",
    "proof_alt": "Mã QR chứng minh hồ sơ đã được nhận",
    "tracking_slip": "Quét mã, hoặc đọc số này",
    "supplement": "{office} đã xem hồ sơ của Ông/Bà. Để giải quyết tiếp, hồ sơ cần được bổ sung như sau:",
    "supplement_clock": "Thời gian giải quyết tạm dừng từ hôm nay và tính tiếp khi {office} nhận đủ giấy tờ. "
    "Nếu cần giúp, Ông/Bà gọi số {phone}.",
    "refusal": "{office} đã xem hồ sơ của Ông/Bà và chưa thể tiếp nhận, vì lý do dưới đây:",
    "refusal_after": "Khi lý do trên không còn, Ông/Bà nộp lại hồ sơ bất cứ lúc nào. Nếu không đồng ý, Ông/Bà có quyền "
    "khiếu nại theo quy định của pháp luật.",
    "apology": "{office} nhận giải quyết hồ sơ của Ông/Bà và đã hẹn trả kết quả vào {old_due}. "
    "Đến nay việc chưa xong. {office} thành thật xin lỗi Ông/Bà vì sự chậm trễ này.",
    "apology_new": "{office} đề nghị được gia hạn và sẽ trả kết quả cho Ông/Bà vào:",
    "apology_end": "Rất mong Ông/Bà thông cảm. Ông/Bà không phải làm gì thêm, cũng không phải nộp thêm khoản nào vì "
    "việc chậm này.",
    "stop": "{office} thông báo dừng giải quyết hồ sơ của Ông/Bà, vì lý do dưới đây:",
    "stop_after": "Ông/Bà có thể nhận lại giấy tờ đã nộp. Khi cần, Ông/Bà nộp hồ sơ mới như lần đầu. Nếu không đồng ý, "
    "Ông/Bà có quyền khiếu nại theo quy định của pháp luật.",
    "demo": "BẢN THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    "result": "{office} xác nhận:",
    "slip_due": "Đến nhận kết quả",
    "slip_expected": "Dự kiến có kết quả",
}
PAPER_HEADS: Final = ("STT", "Tên giấy tờ", "Bản chính", "Bản sao")
CONTROL_HEADS: Final = ("STT", "Người giao", "Người nhận", "Giao lúc", "Hạn xong", "Kết quả, ghi chú")
REGISTER_HEADS: Final = (
    "STT", "Mã hồ sơ", "Người nộp", "Thủ tục", "Số giấy tờ", "Tiếp nhận", "Hẹn trả", "Chuyển", "Trả kết quả", "Ghi chú",
)  # fmt: skip
CHANNELS: Final = {
    "online": "Trực tuyến",
    "counter": "Trực tiếp tại quầy",
    "helper": "Qua người giúp",
    "portal": "Qua Cổng Dịch vụ công quốc gia",
    "post": "Qua bưu chính công ích",
}
SIGNED: Final = {"receipt": "Người tiếp nhận hồ sơ", "how": "(Ký, ghi rõ họ tên)", "digital": "(Ký số)"}
RECIPIENT: Final = "Như trên;", "Lưu: VT."
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_LONGEST_NAME = 40


def digits_in_words(number: str) -> str:
    """`482 91` → `bốn – tám – hai, chín – một`; what is no digit is left out."""
    groups = ([_DIGITS[int(sign)] for sign in group if sign in "0123456789"] for group in number.split())
    return ", ".join(" – ".join(group) for group in groups if group)


def dated(day: date | datetime) -> str:
    """As a document is dated: `ngày 05 tháng 02 năm 2026`; days below 10 and months 1, 2 get a nought (30/2020)."""
    one = day_of(day)
    month = f"{one.month:02}" if one.month < 3 else str(one.month)
    return f"ngày {one.day:02} tháng {month} năm {one.year}".replace(" ", HARD)


def day_in_words(day: date | datetime) -> str:
    """`thứ Năm, 26 tháng 11`."""
    one = day_of(day)
    return f"{_WEEKDAYS[one.weekday()]}, {one.day} tháng {one.month}".replace(" ", HARD)


def due_in_words(moment: datetime) -> str:
    """`16 giờ 30, thứ Năm, 26 tháng 11 năm 2026`."""
    there = local(moment)
    minutes = f" {there.minute:02}" if there.minute else ""
    return f"{there.hour} giờ{minutes}, {day_in_words(moment)} năm {there.year}".replace(" ", HARD).replace(
        f",{HARD}", ", "
    )


def short(moment: datetime | None) -> str:
    """`26/11/2026 16:30`, on two lines where it is narrow; nothing for nothing."""
    return f"{local(moment):%d/%m/%Y %H:%M}" if moment else ""


def short_day(moment: datetime | None) -> str:
    """`26/11/2026`."""
    return f"{local(moment):%d/%m/%Y}" if moment else ""


def heading_of(above: str, name: str) -> dict[str, str]:
    """The office as it heads a document: a people's committee has its place on a line of its own, unbroken."""
    committee, _, where = name.partition(f"{COMMITTEE} ")
    told = f"{COMMITTEE}\n{where.replace(' ', HARD)}" if where and not committee else name
    return {"name": told, "above": above}


def whole(name: str) -> str:
    """A name that does not break at the end of a line, unless it is too long for that."""
    return name.replace(" ", HARD) if len(name) <= _LONGEST_NAME else name


def due_of_slip(moment: datetime) -> str:
    """Weekday, day and hour on lines of their own: `thứ Năm` / `26 tháng 11` / `16 giờ 30`."""
    there = local(moment)
    minutes = f" {there.minute:02}" if there.minute else ""
    day = day_in_words(moment).replace(f",{HARD}", "\n")
    return f"{day}\n{there.hour} giờ{minutes}"
