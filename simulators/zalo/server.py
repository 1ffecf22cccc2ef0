"""The doors of the simulated service: the gateway's telephones and failures, in other words."""

import secrets
from http.server import BaseHTTPRequestHandler

from simulators.sms import pages
from simulators.sms.faults import Fault
from simulators.sms.phones import Message, now
from simulators.sms.server import Gateway, Handler, Told, read

PRICE = 220
SENTENCES = {"code": "Mã", "day": "Ngày", "office": "Nơi nhận"}


class Zalo(Gateway):
    """The server."""

    title = "Zalo: tin của Cổng thông tin tỉnh"

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return ZaloHandler


class ZaloHandler(Handler):
    """One request."""

    def taken(self, path: str, body: bytes) -> None:
        if path == "/message/template":
            self.serve(lambda fault: self.send_template(read(body), fault))
        else:
            self.page(pages.refused("Không có trang này."), 404)

    def may_call(self) -> bool:
        return not self.house.known.secret or self.headers.get("access_token") == self.house.known.secret

    def forbidden(self) -> Told:
        return {"error": -124, "message": "Access token invalid"}

    def send_template(self, told: Told, fault: Fault) -> tuple[int, Told]:
        """Take a message: the approved words, filled with what came."""
        if fault in (Fault.REFUSE, Fault.WRONG):
            return 200, {"error": -108 if fault is Fault.WRONG else -140, "message": "Phone number invalid"}
        values = told.get("template_data")
        if not told.get("phone") or not told.get("template_id") or not isinstance(values, dict):
            return 200, {"error": -100, "message": "Bad request"}
        text = "\n".join(f"{SENTENCES.get(name, name)}: {value}" for name, value in values.items())
        message = Message(str(told.get("tracking_id", "")), str(told["phone"]), text, now(), 1, PRICE)
        self.house.took(message, fault)
        return 200, {"error": 0, "message": "Success", "data": {"msg_id": secrets.token_hex(8)}}
