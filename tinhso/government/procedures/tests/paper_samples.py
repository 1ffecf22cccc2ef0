"""Papers filled in, short and long."""

from datetime import datetime, timedelta, timezone

from tinhso.government.procedures.domain import papers, register
from tinhso.government.procedures.domain.papers import HandOver, Listed, Office, Signer, Way

HERE = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 22, 9, 5, tzinfo=HERE)
DUE = datetime(2026, 11, 26, 16, 30, tzinfo=HERE)
OFFICE = Office("Ủy ban nhân dân xã Mường La", "Mường La", above="", phone="0212 3831 022")
OFFICER = Signer("Cầm Văn Bun", ("Người tiếp nhận hồ sơ",))
HEAD = Signer("Quàng Thị Xuân", ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"))
URL = "https://dichvu.example.vn/procedures/track/H52.25-20261122-0000123/k7w2m4q6x5t3r2ab/"
LONG = "Nguyễn Hoàng Thị Phương Thảo Quỳnh Như Công Tằng Tôn Nữ Khánh Hoà Trường Sơn"
LIST = (
    Listed("Tờ khai đăng ký khai sinh", 1), Listed("Giấy chứng sinh", 1), Listed("Giấy chứng nhận kết hôn", 0, 1),
)  # fmt: skip
MANY = tuple(
    Listed(f"Giấy tờ thứ {n}: bản vẽ thiết kế xây dựng trong hồ sơ thiết kế đã được phê duyệt", n % 2, n % 3)
    for n in range(1, 13)
)
ABOUT = {
    "office": OFFICE, "ref": "H52.25-20261122-0000123", "applicant": "Lò Thị Hoa",
    "procedure": "Đăng ký khai sinh (1.001193)", "at": AT, "seal": "18 204 · 7f3a 90c2 11be",
}  # fmt: skip
ROWS = tuple(
    HandOver(f"Cầm Văn Bun, quầy {n}", "Lường Thị Ngân, công chức tư pháp – hộ tịch", AT + timedelta(hours=n), DUE,
             "Đã kiểm tra, đủ giấy tờ; chuyển người có thẩm quyền ký" if n % 3 else "")
    for n in range(1, 61)
)  # fmt: skip


def receipt(cls=papers.Receipt, **change):
    facts = ABOUT | {
        "signer": OFFICER, "papers": LIST, "received_at": AT, "due_at": DUE, "channel": "counter",
        "way": Way("482 915 307", URL, "dichvu.example.vn – mục Xem hồ sơ"),
        "hand_back": "Tại quầy một cửa, xã Mường La",
        "fee": "Không mất tiền", "applicant_address": "bản Nà Lo, xã Mường La, tỉnh Sơn La",
        "applicant_phone": "0912 345 678",
    }  # fmt: skip
    return cls(**(facts | change))


def all_papers() -> dict[str, object]:
    signed = ABOUT | {"signer": HEAD, "number": "37/PBS-UBND"}
    above = Office("Sở Nông nghiệp và Môi trường", "Sơn La", above="Ủy ban nhân dân tỉnh Sơn La", phone="0212 3852 111")
    return {
        "receipt": receipt(),
        "receipt_long": receipt(applicant=LONG, papers=MANY, office=above),
        "slip": receipt(papers.Slip),
        "slip_long": receipt(papers.Slip, applicant=LONG, office=above),
        "supplement": papers.SupplementRequest(
            **signed,
            asked=("Giấy chứng sinh bản chính: ảnh gửi kèm bị mờ, không đọc được số",
                   "Giấy tờ chứng minh nơi cư trú"),
            reason="Giấy chứng sinh không đọc được; chưa có căn cứ xác định thẩm quyền.",
            until=DUE + timedelta(days=30),
        ),
        "refusal": papers.Refused(
            **signed, reason="Việc này thuộc thẩm quyền của Ủy ban nhân dân xã Chiềng Hoa, nơi Ông/Bà cư trú.",
            basis="Luật Hộ tịch, Điều 13",
        ),
        "apology": papers.Apology(
            **signed, reason="Cần chờ kết quả xác minh của cơ quan công an.",
            old_due=DUE, new_due=DUE + timedelta(days=5),
        ),
        "stop": papers.StopNotice(
            **signed, reason="Quá 30 ngày kể từ ngày yêu cầu, hồ sơ chưa được bổ sung.",
            basis="Nghị định 118/2025/NĐ-CP",
            returned=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh"),
        ),
        "control": papers.ControlSheet(**signed, received_at=AT, due_at=DUE, rows=ROWS),
        "result": papers.Result(
            **signed, heading="Giấy xác nhận tình trạng hôn nhân",
            fields=(("Họ, chữ đệm, tên", "Lò Thị Hoa"), ("Ngày, tháng, năm sinh", "14/3/1998"), ("Dân tộc", "Thái"),
                    ("Tình trạng hôn nhân", "Chưa đăng ký kết hôn với ai")),
        ),
    }  # fmt: skip


def whole_register(count: int = 60) -> register.Register:
    lines = tuple(
        register.Line(f"H52.25-20261122-{n:07}", LONG if n == 3 else "Lò Thị Hoa", "Đăng ký khai sinh có yếu tố",
                      4, AT, DUE, AT if n % 2 else None, None, "=1+1" if n == 2 else "")
        for n in range(1, count + 1)
    )  # fmt: skip
    return register.Register(
        office=OFFICE, subject="Từ ngày 1/11/2026 đến ngày 22/11/2026", at=AT, signer=HEAD, lines=lines
    )
