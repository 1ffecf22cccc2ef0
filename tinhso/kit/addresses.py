"""Addresses of doors and of static files, found once in each process instead of anew for every line of a page."""

import re
from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from django.core.signals import setting_changed
from django.templatetags import static as django_static
from django.urls import NoReverseMatch, reverse

from tinhso.kit.rendering import prefix

_MOST = 4_000
_PLAIN = re.compile(r"[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


class _Code:
    """A word with dots, like the code of a dossier: not every door that takes a word takes it."""


_SAMPLES: dict[type, object] = {
    UUID: UUID("5a3d1e2c-9b7f-4c60-8d1e-2f3a4b5c6d7e"),
    int: 918273645,
    str: "sample-slug-918",
    _Code: "sample.code-918",
}


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a door by its name. Raises NoReverseMatch."""
    if kwargs or not all(_is_plain(value) for value in args):
        return reverse(name, args=args or None, kwargs=kwargs or None)
    shape = _shape(prefix(), name, tuple(_kind(value) for value in args))
    return shape.format(*args) if shape else reverse(name, args=args)


def url_for_each(name: str, kind: type) -> Callable[[object], str]:
    """What makes the address of a door for each of many values of a kind, as `url` does. Raises NoReverseMatch."""
    shape = _shape(prefix(), name, (kind,))

    def address(value: object) -> str:
        return shape.format(value) if shape and _kind(value) is kind and _is_plain(value) else url(name, value)

    return address


def url_if_any(name: str, *args: object) -> str:
    """The same, or nothing when no system of this installation has such a door."""
    if not args:
        return _if_any(prefix(), name)
    try:
        return url(name, *args)
    except NoReverseMatch:
        return ""


@lru_cache(_MOST)
def static(path: str) -> str:
    """The address of a static file, named by its content."""
    return django_static.static(path)


def _is_plain(value: object) -> bool:
    """Whether it stands in an address as it is: an id, or a word without anything to be quoted."""
    if type(value) is str:
        return _PLAIN.fullmatch(value) is not None
    return type(value) is UUID or (type(value) is int and value >= 0)


def _kind(value: object) -> type:
    return _Code if type(value) is str and "." in value else type(value)


@lru_cache(_MOST)
def _shape(_prefix: str, name: str, kinds: tuple[type, ...]) -> str:
    """The address with `{}` where each value stands; empty when this door cannot be told so simply."""
    samples = [_SAMPLES[kind] for kind in kinds]
    if len(set(kinds)) < len(kinds):
        samples = [_another(value, place) for place, value in enumerate(samples)]
    try:
        address = reverse(name, args=samples or None)
    except NoReverseMatch:
        return ""
    if "{" in address or any(address.count(str(value)) != 1 for value in samples):
        return ""
    for place, value in enumerate(samples):
        address = address.replace(str(value), f"{{{place}}}")
    return address


def _another(sample: object, place: int) -> object:
    """A sample of the same kind, different for each place."""
    if isinstance(sample, UUID):
        return UUID(int=sample.int + place)
    return sample + place if isinstance(sample, int) else f"{sample}{'xyzuvw'[place]}"


@lru_cache(_MOST)
def _if_any(_prefix: str, name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _forget(**_which: object) -> None:
    for kept in (static, _shape, _if_any):
        kept.cache_clear()


setting_changed.connect(_forget, dispatch_uid="kit.addresses")
