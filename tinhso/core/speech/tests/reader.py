"""Vietnamese number words read back, by rules of its own: a check that what is said can be understood only one way."""

DIGITS = {
    word: digit for digit, word in enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))
}
AFTER_TEN = {**DIGITS, "mốt": 1, "tư": 4, "lăm": 5}
SIZES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}


def read(words: str) -> int:
    """The number that words say. Raises ValueError when they say none."""
    tokens = words.split()
    if tokens[:1] == ["âm"]:
        return -read(" ".join(tokens[1:]))
    if tokens == ["không"]:
        return 0
    if "tỷ" in tokens:
        at = len(tokens) - 1 - tokens[::-1].index("tỷ")
        return read(" ".join(tokens[:at])) * 10**9 + _below(tokens[at + 1 :])
    return _below(tokens)


def _below(tokens: list[str]) -> int:
    total, group, last = 0, [], 10**9
    for token in tokens:
        if token in SIZES:
            if SIZES[token] >= last:
                raise ValueError(tokens)
            total, group, last = total + _three(group) * SIZES[token], [], SIZES[token]
        else:
            group.append(token)
    return total + (_three(group) if group else 0)


def _three(tokens: list[str]) -> int:
    total = 0
    if "trăm" in tokens[:2]:
        total, tokens = DIGITS[tokens[0]] * 100, tokens[2:]
    if not tokens:
        return total
    if tokens[0] in ("linh", "lẻ"):
        (one,) = tokens[1:]
        return total + DIGITS[one]
    if tokens[0] == "mười":
        rest = tokens[1:]
        if rest and rest[0] in ("mốt", "tư", "năm"):
            raise ValueError(tokens)
        return total + 10 + sum(AFTER_TEN[one] for one in rest)
    if tokens[1:2] == ["mươi"]:
        return total + DIGITS[tokens[0]] * 10 + sum(AFTER_TEN[one] for one in tokens[2:])
    (one,) = tokens
    return total + DIGITS[one]
