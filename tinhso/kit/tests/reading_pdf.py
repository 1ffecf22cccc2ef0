"""Reading the text of a PDF back, by its own fonts' tables (ToUnicode), with nothing of what set it."""

import io
import re

import pikepdf

_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_ACTUAL = "/ActualText"


def text_of(paper: bytes) -> str:
    """The words of all pages in the order they were written."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return "".join(_page(page) for page in pdf.pages)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    said, letters, hidden = [], {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "BDC" | "BMC":
                actual = (
                    operands[1].get(_ACTUAL)
                    if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary)
                    else None
                )
                hidden.append(actual is not None)
                said.append(str(actual) if actual is not None else "")
            case "EMC":
                hidden.pop()
            case "Tj" | "TJ" if not any(hidden):
                said.append(_shown(operands[0], letters))
    return "".join(said)


def _shown(operand, letters: dict[bytes, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    return "".join(letters[string[at : at + 2]] for string in strings for at in range(0, len(string), 2))


def _letters(font) -> dict[bytes, str]:
    pairs = (pair for block in _BLOCK.findall(font.ToUnicode.read_bytes()) for pair in _PAIR.findall(block))
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
