"""Which texts of a page template are read aloud: those in a part marked `data-read`, title and first sentence."""

import re
from collections.abc import Iterator

_MARKED = re.compile(r"data-read(?:=\"([^\"]*)\")?[^>]*>((?:(?!</(?:p|h1|h2|h3|li|b|div|span|a)>).){0,600})", re.DOTALL)
_INNER = r"\((?:[^()]|\([^()]*\))*\)"
_HEAD = re.compile(rf"page_head\(((?:[^()]|{_INNER}){{0,800}})\)")
_TEXT = re.compile(r"\b_\(\s*\"((?:[^\"\\]|\\.)*)\"")


def read_aloud(template: str) -> Iterator[str]:
    """The source texts, in the order of the page; some come twice."""
    for marked in _MARKED.finditer(template):
        yield from _TEXT.findall(marked[1] if marked[1] is not None else marked[2])
    for head in _HEAD.finditer(template):
        yield from _TEXT.findall(head[1])
