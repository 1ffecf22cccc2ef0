"""The doors of the simulated bank. It knows:

payers     [{"name": "Sùng Thị Mỷ", "number": "…", "balance": 2500000}]
receivers  [{"bank": "970405", "number": "…", "holder": "UBND xã …", "news": "sepay" | "vietqr" | "none"}]
sepay      {"url": …, "secret": …}
vietqr     {"token_url": …, "sync_url": …, "user": …, "password": …}
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import cast

from simulators.bank.news import Transfer, statement, tell_by_sepay, tell_by_vietqr
from simulators.bank.scanning import Scanned, Unscannable, scan
from simulators.tills import pages
from simulators.tills.counter import Counter, Handler, Known, Told, form, read

LOOK = pages.Look(name="Ngân hàng (mô phỏng)", real="một ngân hàng thật", brand="#1f6a42")
TELLERS = {"sepay": tell_by_sepay, "vietqr": tell_by_vietqr}
NOBODY = {"name": "Người trả tiền", "number": "0900000000", "balance": 10_000_000}


class Bank(Counter):
    """The bank, with every transfer since it started."""

    def __init__(self, port: int, handler: type[Handler], known: Known) -> None:
        super().__init__(port, handler, known)
        self.transfers: list[Transfer] = []
        self.heard: list[str] = []
        self._first = int(time.time()) * 10 % 10**9

    def forget(self) -> None:
        super().forget()
        self._first += len(self.transfers) + 1
        self.transfers, self.heard = [], []

    @property
    def payers(self) -> list[Told]:
        return list(self.known["payers"] or [NOBODY])

    def receiver(self, bank: str, account: str) -> Told:
        """The account as the bank knows it; one that it does not know is someone's too."""
        known = list(self.known["receivers"] or [])
        found = next((one for one in known if (one["bank"], one["number"]) == (bank, account)), None)
        return found or {"holder": "CHỦ TÀI KHOẢN", "news": "none"}

    def left(self, payer: Told) -> int:
        spent = sum(one.amount for one in self.transfers if one.payer == payer["number"])
        return int(payer["balance"]) - spent

    def move(self, scanned: Scanned, payer: Told, amount: int, memo: str) -> Transfer:
        with self.lock:
            number = self._first + len(self.transfers) + 1
            made = Transfer(
                number=number,
                reference=f"FT26{number:09}",
                bank=scanned.bank,
                account=scanned.account,
                payer=str(payer["number"]),
                amount=amount,
                memo=memo,
                at=time.time(),
            )
            self.transfers.append(made)
        return made

    def pay(self, scanned: Scanned, payer: Told, amount: int, memo: str) -> Transfer:
        """Move money and let it be known, each as the switch says."""
        switch = self.switch
        taken = switch.wrong(amount) if switch.strikes("wrong_amount") else amount
        made = [self.move(scanned, payer, taken, memo)]
        if switch.strikes("twice"):
            made.append(self.move(scanned, payer, taken, memo))
        if switch.strikes("never"):
            return made[0]
        said = taken * 100 if switch.strikes("hundredfold") else taken
        forged, times = switch.strikes("forged"), 3 if switch.strikes("repeat") else 1
        calls = [(one, said, forged) for one in made for _ in range(times)]
        wait = switch.seconds if switch.strikes("late") else 0.0
        if switch.strikes("early"):
            self._tell_all(calls)
        else:
            self.later(wait, lambda: self._tell_all(calls))
        return made[0]

    def _tell_all(self, calls: list[tuple[Transfer, int, bool]]) -> None:
        for transfer, said, forged in calls:
            if forged:
                self._tell_of(transfer, said, forged=True)
            else:
                self.tell(partial(self._tell_of, transfer, said, forged=False))

    def _tell_of(self, transfer: Transfer, amount: int, *, forged: bool) -> bool:
        way = str(self.receiver(transfer.bank, transfer.account).get("news", "none"))
        if way not in TELLERS:
            return True
        answer = TELLERS[way](self.known[way], transfer, amount, forged=forged)
        self.heard.append(answer)
        return answer == "success"


class Desk(Handler):
    """One request."""

    style = LOOK.style

    @property
    def bank(self) -> Bank:
        return cast(Bank, self.server)

    def gets(self) -> Mapping[str, Callable[[], None]]:
        return {
            "/": self._front,
            "/pay": self._confirm,
            "/statement.csv": self._statement,
            "/simulator/transfers": self._transfers,
        }

    def posts(self) -> Mapping[str, Callable[[bytes], None]]:
        return {"/pay": self._pay, "/simulator/pay": self._pay_by_machine}

    def _confirm(self) -> None:
        text = self.query.get("qr", "")
        try:
            scanned = scan(text)
        except Unscannable:
            self.page(LOOK.said("Không đọc được mã", "Đây không phải mã VietQR, hoặc mã bị sai."), 400)
            return
        holder = str(self.bank.receiver(scanned.bank, scanned.account)["holder"]).upper()
        people = [
            (str(one["number"]), f"{one['name']} · còn {pages.money(self.bank.left(one))}") for one in self.bank.payers
        ]
        typed = "" if scanned.amount else '<label>Số tiền <input name="amount" inputmode="numeric" required></label>'
        facts = pages.told([("Người nhận", holder), ("Tài khoản", scanned.account), ("Nội dung", scanned.memo)])
        amount = f'<p class="amount">{pages.money(scanned.amount)}</p>' if scanned.amount else ""
        memo = "" if scanned.memo else '<label>Nội dung <input name="memo" maxlength="50"></label>'
        body = f"""<h1>Chuyển tiền</h1><div class="sheet">{amount}{facts}<form method="post" action="/pay">
{pages.hidden(qr=text)}{typed}{memo}{pages.choices("Từ tài khoản", "payer", people)}
<button>Chuyển tiền</button></form></div>"""
        self.page(LOOK.page("Chuyển tiền", body))

    def _pay(self, body: bytes) -> None:
        told = form(body)
        try:
            made = self._paid(told)
        except ValueError:
            self.page(LOOK.said("Không chuyển được", "Xem lại số tiền và mã, hoặc tài khoản không đủ tiền."), 400)
            return
        facts = pages.told([("Mã giao dịch", made.reference), ("Nội dung", made.memo)])
        self.page(
            LOOK.page(
                "Đã chuyển",
                f"<h1>Đã chuyển tiền</h1><div class='sheet'><p class='amount'>{pages.money(made.amount)}</p>{facts}"
                "<p>Quay lại trang kia xem đã nhận chưa.</p></div>",
            )
        )

    def _paid(self, told: Mapping[str, str]) -> Transfer:
        """Pay what a form says. Raises ValueError."""
        scanned = scan(told.get("qr", ""))
        amount = scanned.amount or int(told.get("amount", "").replace(".", ""))
        payers = {str(one["number"]): one for one in self.bank.payers}
        payer = payers.get(told.get("payer", ""), self.bank.payers[0])
        if amount <= 0 or self.bank.left(payer) < amount:
            raise ValueError(amount)
        return self.bank.pay(scanned, payer, amount, scanned.memo or told.get("memo", ""))

    def _pay_by_machine(self, body: bytes) -> None:
        told = {name: str(value) for name, value in read(body).items()}
        try:
            made = self._paid(told)
        except ValueError:
            self.json({"wrong": "code, amount or balance"}, 400)
        else:
            self.json({"number": made.number, "reference": made.reference, "amount": made.amount})

    def _statement(self) -> None:
        account = self.query.get("account", "")
        mine = [one for one in self.bank.transfers if one.account == account]
        name = {"Content-Disposition": 'attachment; filename="sao-ke.csv"'}
        self.answer(statement(mine), kind="text/csv", more=name)

    def _transfers(self) -> None:
        held = [
            {"number": one.number, "reference": one.reference, "amount": one.amount, "memo": one.memo}
            for one in self.bank.transfers
        ]
        self.json({"transfers": held, "heard": self.bank.heard})

    def _front(self) -> None:
        rows = "".join(
            f"<li><b>{pages.money(one.amount)}</b> · {escape(one.memo)}<br>{escape(one.account)} · {one.reference}</li>"
            for one in reversed(self.bank.transfers[-50:])
        )
        accounts = sorted({one.account for one in self.bank.transfers})
        files = "".join(
            f'<li><a href="/statement.csv?account={escape(one)}">Sao kê tài khoản {escape(one)}</a></li>'
            for one in accounts
        )
        body = f"""<h1>Quét mã</h1><form action="/pay"><label>Chữ trong mã QR
<textarea name="qr" rows="4" required></textarea></label><button>Xem</button></form>
<h2>Đã chuyển</h2><ul>{rows or "<li>Chưa có.</li>"}</ul><ul>{files}</ul>{pages.failing(self.bank.switch)}"""
        self.page(LOOK.page("Ngân hàng", body))
