"""Filters and globals that every template knows: urls, static files, dates and numbers as people write them."""

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a door by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def add(env: Environment) -> None:
    """Give an environment all parts."""
    env.globals.update(url=url, static=static)
