"""What stands out in words that all are to read: numbers by which a person is found. An officer reads the rest.

Names are not looked for: a program that finds most of them makes people trust that it finds all.
"""

import re

MASK = "…"
_NUMBERS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),  # an e-mail address
    re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\w)"),  # a telephone number
    re.compile(r"(?<!\w)\d(?:[ .-]?\d){8,18}(?!\w)"),  # an identity, insurance or account number
    re.compile(r"(?<!\w)\d{2}[ -]?[A-Za-zĐđ]{1,2}\d?[ .-]{0,2}\d{3}[ .]?\d{2}(?!\w)"),  # a number plate
    re.compile(r"(?i)(?<=số nhà )\d+\w?"),
)


def masked(text: str) -> str:
    """The text with telephone, identity and account numbers, e-mail addresses and number plates left out."""
    for pattern in _NUMBERS:
        text = pattern.sub(MASK, text)
    return text


def hides(text: str) -> bool:
    """Whether something in a text would be masked."""
    return masked(text) != text
