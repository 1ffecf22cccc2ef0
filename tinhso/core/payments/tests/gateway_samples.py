"""Callbacks as VNPAY and MoMo send them, made without the product's own code."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from tinhso.core.payments.domain import momo, vnpay
from tinhso.core.payments.domain.rails import Order, Return

KEY = "dummy-secret-for-tests"
NOW = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
MERCHANT = vnpay.Merchant(terminal="TESTTMN1", secret=KEY)
PARTNER = momo.Partner(code="MOMOTEST", access_key="AK", secret=KEY, name="Sơn La")
ORDER = Order(
    ref="BK12",
    amount=150_000,
    memo="Dat phong homestay #12",
    started_at=NOW,
    expires_at=NOW + timedelta(minutes=15),
    return_url="https://tinh.example.vn/tra-ve",
    notify_url="https://tinh.example.vn/ipn",
    address="127.0.0.1",
)
BACK = Return(
    ref="RF1", order_ref="BK12", provider_ref="14226112", amount=50_000, whole=False, ordered_at=NOW,
    asked_at=NOW + timedelta(days=1), reason="Nộp thừa",
)  # fmt: skip


def vnpay_query(*, secret: str = KEY, **changes: str) -> str:
    """A callback as the gateway sends it."""
    told = {
        "vnp_Amount": "15000000", "vnp_BankCode": "NCB", "vnp_BankTranNo": "VNP14226112", "vnp_CardType": "ATM",
        "vnp_OrderInfo": "Dat phong homestay #12", "vnp_PayDate": "20261121083100", "vnp_ResponseCode": "00",
        "vnp_TmnCode": "TESTTMN1", "vnp_TransactionNo": "14226112", "vnp_TransactionStatus": "00", "vnp_TxnRef": "BK12",
    }  # fmt: skip
    text = urlencode(sorted((told | changes).items()))
    return f"{text}&vnp_SecureHash={hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()}"


def momo_body(*, secret: str = KEY, **changes: object) -> bytes:
    told = {
        "partnerCode": "MOMOTEST", "orderId": "BK12", "requestId": "BK12", "amount": 150000, "orderInfo": "Đặt phòng",
        "orderType": "momo_wallet", "transId": 4088878653, "resultCode": 0, "message": "Thành công.", "payType": "qr",
        "responseTime": 1763688660000, "extraData": "",
    } | changes  # fmt: skip
    names = sorted([*told, "accessKey"])
    text = "&".join(f"{name}={(told | {'accessKey': 'AK'})[name]}" for name in names)
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return json.dumps({"signature": signature} | told).encode()
