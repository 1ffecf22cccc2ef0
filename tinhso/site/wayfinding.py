"""From an address to its door. Django holds an address against one door after the other, and the house has hundreds."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.core.exceptions import ImproperlyConfigured
from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Way = URLPattern | URLResolver


class ByFirstWord(URLResolver):
    """Doors like any others, of which only those are tried that begin with the first word of the address.

    Raises ImproperlyConfigured when an address begins with something to be filled in.
    """

    def __init__(self, doors: Iterable[Way]) -> None:
        super().__init__(RoutePattern(""), list(doors))

    @cached_property
    def _of_a_word(self) -> dict[str, URLResolver]:
        found: dict[str, list[Way]] = defaultdict(list)
        for door in _opened(self.url_patterns):
            word = _first_word(str(door.pattern))
            if "<" in word:
                raise ImproperlyConfigured(f"{door.pattern} does not begin with a word.")
            found[word].append(door)
        return {word: URLResolver(RoutePattern(""), doors) for word, doors in found.items()}

    @cached_property
    def _nowhere(self) -> URLResolver:
        return URLResolver(RoutePattern(""), [])

    def resolve(self, path: str) -> ResolverMatch:
        """The door of an address. Raises Resolver404."""
        return self._of_a_word.get(_first_word(path), self._nowhere).resolve(path)


def _opened(doors: Iterable[Way]) -> Iterable[Way]:
    """The doors of the systems, without the bundles they come in."""
    for door in doors:
        if isinstance(door, URLResolver) and not (str(door.pattern) or door.namespace or door.default_kwargs):
            yield from _opened(door.url_patterns)
        else:
            yield door


def _first_word(path: str) -> str:
    return path.partition("/")[0]
