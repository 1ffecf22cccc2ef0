"""What a page is built of, whatever it says: two pages of the same parts are used in the same way."""

from collections import Counter
from html.parser import HTMLParser

TELLING = {"class", "role", "type", "lang", "tabindex", "scope", "rel", "autocomplete", "dir"}
LEADING = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
WORDS = {"aria-label", "aria-description"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Parts(HTMLParser):
    """Each element with all that stands around it, where words stand, and which names lead to nothing or to two."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.around: list[tuple[object, ...]] = []
        self.elements: set[tuple[object, ...]] = set()
        self.names: Counter[str] = Counter()
        self.led: set[tuple[str, str]] = set()
        self.feed(text)

    @property
    def found(self) -> frozenset[object]:
        """All of it; equal for pages that differ only in what they say."""
        wrong = {(attribute, name) for attribute, name in self.led if self.names[name] != 1}
        return frozenset(self.elements | wrong | {name for name, times in self.names.items() if times > 1})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stands(tag, attrs)
        if tag not in EMPTY:
            self.around.append((tag, _told(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stands(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        depths = [depth for depth, around in enumerate(self.around) if around[0] == tag]
        if depths:
            del self.around[depths[-1] :]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.elements.add((*self.around, "words"))

    def _stands(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((*self.around, (tag, _told(attrs))))
        self.names.update(value for name, value in attrs if name == "id" and value)
        self.led.update((name, one) for name, value in attrs if name in LEADING for one in (value or "").split())


def _told(attrs: list[tuple[str, str | None]]) -> tuple[tuple[str, object], ...]:
    """Attributes with what changes how an element is used; of words only whether there are any."""
    return tuple((name, value if _tells(name) else bool(value)) for name, value in attrs)


def _tells(name: str) -> bool:
    return name in TELLING or (name.startswith("aria-") and name not in LEADING | WORDS)
