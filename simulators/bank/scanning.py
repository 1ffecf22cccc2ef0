"""What a bank's app reads from a code: receiver, amount, memo (EMVCo tags, CRC-16 over the bytes)."""

from dataclasses import dataclass


class Unscannable(ValueError):
    """No code that this app pays."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """Who is paid how much, and the words on the transfer; amount 0 is typed by the payer."""

    bank: str
    account: str
    amount: int
    memo: str


def scan(text: str) -> Scanned:
    """Read a code. Raises Unscannable."""
    text = text.strip()
    if len(text) < 12 or text[-8:-4] != "6304" or f"{_crc(text[:-4].encode()):04X}" != text[-4:].upper():
        raise Unscannable
    root = _fields(text)
    napas = _fields(root.get("38", ""))
    who = _fields(napas.get("01", ""))
    if napas.get("00") != "A000000727" or not who.get("00") or not who.get("01"):
        raise Unscannable
    amount = root.get("54", "0").partition(".")[0]
    if not amount.isdigit():
        raise Unscannable
    return Scanned(who["00"], who["01"], int(amount), _fields(root.get("62", "")).get("08", ""))


def _fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        if not text[:4].isdigit() or len(text) < 4 + int(text[2:4]):
            raise Unscannable
        found[text[:2]] = text[4 : 4 + int(text[2:4])]
        text = text[4 + int(text[2:4]) :]
    return found


def _crc(data: bytes) -> int:
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = ((register << 1) ^ 0x1021 if register & 0x8000 else register << 1) & 0xFFFF
    return register
