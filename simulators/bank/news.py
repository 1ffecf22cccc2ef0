"""How the receiver's side hears of money: SePay's webhook, VietQR.vn's transaction-sync, or the statement alone."""

import base64
import csv
import hashlib
import hmac
import io
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulators.tills.counter import call, read

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that moved. `number` is the teller's, `reference` the bank's."""

    number: int
    reference: str
    bank: str
    account: str
    payer: str
    amount: int
    memo: str
    at: float

    @property
    def passed_on(self) -> str:
        """The memo as banks pass it on: their own words around it."""
        return f"MBVCB.{self.number}.{self.memo}.CT tu {self.payer}"

    @property
    def clock(self) -> str:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(self.at + 7 * 3600))


def tell_by_sepay(known: Any, transfer: Transfer, amount: int, *, forged: bool) -> str:
    """SePay's webhook, signed; what it was answered."""
    body = json.dumps(
        {
            "id": transfer.number,
            "gateway": "Agribank",
            "transactionDate": transfer.clock,
            "accountNumber": transfer.account,
            "subAccount": None,
            "code": None,
            "content": transfer.passed_on,
            "transferType": "in",
            "transferAmount": amount,
            "accumulated": 0,
            "referenceCode": transfer.reference,
            "description": "",
        }
    ).encode()
    secret = "somebody else's" if forged else str(known["secret"])
    stamp = str(int(time.time()))
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    more = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={mac}"}
    status, answer = call(str(known["url"]), body=body, headers=JSON | more)
    return "success" if read(answer).get("success") is True else str(status)


def tell_by_vietqr(known: Any, transfer: Transfer, amount: int, *, forged: bool) -> str:
    """VietQR.vn asks for a token and brings the news with it; what it was answered."""
    pair = f"{known['user']}:{'wrong' if forged else known['password']}"
    basic = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    _, given = call(str(known["token_url"]), body=b"{}", headers=JSON | basic)
    told = {
        "bankaccount": transfer.account,
        "amount": amount,
        "transType": "C",
        "content": transfer.passed_on,
        "transactionid": f"VQR{transfer.number}",
        "transactiontime": int(transfer.at * 1000),
        "referencenumber": transfer.reference,
        "orderId": "",
        "terminalCode": "",
        "subTerminalCode": "",
        "serviceCode": "",
        "urlLink": "",
        "sign": "",
    }
    bearer = {"Authorization": f"Bearer {read(given).get('access_token', '')}"}
    status, answer = call(str(known["sync_url"]), body=json.dumps(told).encode(), headers=JSON | bearer)
    return "success" if read(answer).get("error") is False else str(status)


def statement(transfers: Iterable[Transfer]) -> bytes:
    """A statement as CSV, as people download it from their bank."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"])
    for one in transfers:
        day = time.strftime("%d/%m/%Y %H:%M:%S", time.gmtime(one.at + 7 * 3600))
        writer.writerow([day, one.reference, "", one.amount, one.passed_on])
    return made.getvalue().encode("utf-8-sig")
