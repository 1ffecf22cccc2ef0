"""A bad line between a phone and the house: a proxy that cuts, swallows and changes what passes, as it is told."""

import random
import socket
import threading
from contextlib import suppress
from enum import StrEnum

CHUNK = 65_536
ILL = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Fault(StrEnum):
    """What happens to the next delivery."""

    NONE = "none"
    BEFORE = "cut before anything is sent"
    BODY = "cut in the middle of the body"
    ANSWER = "cut after the commit, before the answer"
    HALF = "cut in the middle of the answer"
    ILL = "the house has a fault, and says so"
    FORGED = "another receipt than the one that was given"


class Line:
    """Forwards connections to a port; what is posted to `path` meets the faults that were put into `faults`.

    dead   no connection holds; ill   whatever is asked, the house answers that it has a fault
    """

    def __init__(self, port: int, path: str, chance: random.Random) -> None:
        self.target, self.mark, self.chance = port, f"POST {path}".encode(), chance
        self.dead = False
        self.ill = False
        self.faults: list[Fault] = []
        self.posted: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self.listening.accept()
                threading.Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with phone, suppress(OSError):
            while head := self._head(phone):
                if self.dead or not self._exchange(phone, *head):
                    return

    def _head(self, phone: socket.socket) -> tuple[bytes, bytes] | None:
        """The lines of the next request, and what of its body came with them."""
        held = b""
        while b"\r\n\r\n" not in held:
            some = phone.recv(CHUNK)
            if not some:
                return None
            held += some
        head, _, body = held.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n", body

    def _exchange(self, phone: socket.socket, head: bytes, body: bytes) -> bool:
        """One request and its answer; False when the line was cut."""
        delivery = head.startswith(self.mark)
        fault = self.faults.pop(0) if delivery and self.faults else Fault.NONE
        if fault is Fault.BEFORE:
            return False
        if fault is Fault.ILL or self.ill:
            phone.sendall(ILL)
            return False
        length = _length(head)
        if fault is Fault.BODY:
            length = self.chance.randrange(length)
        while len(body) < length:
            body += phone.recv(CHUNK)
        with socket.create_connection(("127.0.0.1", self.target)) as house:
            house.sendall(head.replace(b"keep-alive", b"close") + body[:length])
            if fault is Fault.BODY:
                return False
            if delivery:
                self.posted.append(head.replace(b"keep-alive", b"close") + body)
            answer = _all_of(house)
        return self._give(phone, fault, answer)

    def _give(self, phone: socket.socket, fault: Fault, answer: bytes) -> bool:
        if fault is Fault.ANSWER:
            return False
        if fault is Fault.HALF:
            phone.sendall(answer[: self.chance.randrange(1, len(answer) - 1)])
            return False
        if fault is Fault.FORGED:
            answer = _forged(answer)
        phone.sendall(answer)
        return False

    def again(self) -> bytes:
        """Send any of what was ever delivered once more, past all faults."""
        with socket.create_connection(("127.0.0.1", self.target)) as house:
            house.sendall(self.chance.choice(self.posted))
            return _all_of(house)


def _length(head: bytes) -> int:
    lines = [line.partition(b":") for line in head.split(b"\r\n")]
    return next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)


def _all_of(house: socket.socket) -> bytes:
    answer = b""
    while some := house.recv(CHUNK):
        answer += some
    return answer


def _forged(answer: bytes) -> bytes:
    """The same length, another signature."""
    start = answer.find(b"TINHSO1:")
    end = answer.find(b'"', start)
    last = b"A" if answer[end - 9 : end - 8] != b"A" else b"B"
    return answer[: end - 9] + last + answer[end - 8 :] if start >= 0 else answer
