"""How those who take money can fail: switched on by a page, or by posting to `/simulator/fault`.

fault      what goes wrong, see FAULTS
times      so many times, then all is well again; 0 means until switched off
seconds    how long `late` and `silent` take
amount     what `wrong_amount` takes instead, in đồng; empty: 1.000 less than was asked for
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

FAULTS = {
    "nothing": "Bình thường",
    "late": "Báo muộn",
    "early": "Báo trước khi trả lời",
    "twice": "Trừ tiền hai lần",
    "repeat": "Báo ba lần cùng một giao dịch",
    "wrong_amount": "Trừ sai số tiền",
    "hundredfold": "Báo gấp 100 lần số tiền",
    "forged": "Báo với chữ ký sai",
    "never": "Không bao giờ báo",
    "silent": "Hỏi thì không trả lời",
    "dropped": "Làm xong thì cắt đường dây",
    "error": "Hỏi thì báo lỗi 500",
    "garbage": "Hỏi thì trả lời vô nghĩa",
}


@dataclass(slots=True)
class Switch:
    """Which failure is on, and how often still."""

    fault: str = "nothing"
    left: int = 0
    seconds: float = 20.0
    amount: int | None = None
    names: tuple[str, ...] = tuple(FAULTS)
    _limited: bool = False
    _lock: Lock = field(default_factory=Lock)

    def turn(self, told: Mapping[str, str]) -> None:
        """Switch. Raises ValueError."""
        if told.get("fault") not in FAULTS:
            raise ValueError(told.get("fault"))
        with self._lock:
            self.fault = told["fault"]
            self.left = int(told.get("times") or 0)
            self.seconds = float(told.get("seconds") or 20)
            self.amount = int(told["amount"]) if told.get("amount") else None
            self._limited = self.left > 0

    def strikes(self, fault: str) -> bool:
        """Whether this failure happens now."""
        with self._lock:
            if self.fault != fault or (self._limited and self.left == 0):
                return False
            self.left -= self._limited
            return True

    def wrong(self, asked: int) -> int:
        """The amount that is taken instead of what was asked for."""
        return self.amount if self.amount is not None else max(asked - 1000, 1)
