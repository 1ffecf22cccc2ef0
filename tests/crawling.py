"""Walk the product as a person does: from their home along every link, each kind of page once or twice."""

from collections import Counter, deque
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

ENOUGH = 2
PEOPLE = ["", "my", "thoa", "hac", "muon", "inh", "chu", "panh", "xuan"]
"""A visitor, and one of each kind of person."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it was answered: its address, the kind of page it is, and the answer."""

    path: str
    kind: str
    response: HttpResponse

    @property
    def text(self) -> str:
        return self.response.content.decode()

    @property
    def is_page(self) -> bool:
        leads_on = 300 <= self.response.status_code < 400
        return not leads_on and self.response.headers.get("Content-Type", "").startswith("text/html")


class Links(HTMLParser):
    """The addresses and resources that a page names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"script", "img", "audio", "source"} and "src" in given:
            self.resources.append(given["src"])
        if tag == "link" and "href" in given:
            self.resources.append(given["href"])
        if (
            "style" in given
            or (tag == "script" and "src" not in given and given.get("type") != "application/ld+json")
            or any(name.startswith("on") for name in given)
        ):
            self.inline.append(tag)


def kind_of(path: str) -> str:
    """The page's kind: the door it came through, whichever thing it shows."""
    bare = urlsplit(path).path
    try:
        return resolve(bare).route
    except Resolver404:
        return bare


def walk(client: Client, *starts: str) -> list[Seen]:
    """Every kind of page that can be reached by links, at most twice each, in the order in which it was found."""
    waiting, visits, seen = deque(starts), Counter[str](), []
    known = set(starts)
    while waiting:
        path = waiting.popleft()
        if visits[kind_of(path)] >= ENOUGH:
            continue
        visits[kind_of(path)] += 1
        response = client.get(path)
        page = Seen(path, kind_of(path), response)
        seen.append(page)
        if page.is_page and response.status_code == 200:
            fresh = [link for link in _inner(path, page.text) if link not in known]
            known.update(fresh)
            waiting.extend(fresh)
        elif response.status_code in (301, 302) and response.headers["Location"].startswith("/"):
            waiting.append(response.headers["Location"])
    return seen


def _inner(path: str, text: str) -> list[str]:
    found = (urljoin(path, link) for link in Links(text).links if not link.startswith("#"))
    return [link.partition("#")[0] for link in found if link.startswith("/") and not link.startswith("//")]
