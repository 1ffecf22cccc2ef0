"""What the paper of a result says, where the law's own form is not shipped."""

from typing import Final

HEADING: Final = "Kết quả giải quyết thủ tục hành chính"
RESULT: Final = ("Kết quả", "Đồng ý giải quyết theo hồ sơ đã nộp")
FILE: Final = "ket-qua.pdf"
STAMP: Final = (330, 71, 540, 117)
"""Left, bottom, right, top in points: over the name of who signs, at the foot of the last page."""
APPLICANT: Final = "Người đề nghị"
PROCEDURE: Final = "Thủ tục"
REF: Final = "Mã hồ sơ"
CORRECTED: Final = "Đã cấp bản sửa"
