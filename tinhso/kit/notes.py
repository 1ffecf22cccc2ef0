"""What a person is told on the next page ("Kept."), for which most pages have nothing: then it costs nothing."""

from typing import Any, cast

from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponseBase


class Notes(FallbackStorage):
    """Django's storage in the cookie, else in the session; it opens them only when one of them holds something, or
    there is something to keep.
    """

    _opened: list[BaseStorage] | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super(FallbackStorage, self).__init__(request, *args, **kwargs)
        self._used_storages: set[BaseStorage] = set()

    @property
    def storages(self) -> list[BaseStorage]:
        """The two places, opened when they are first asked for."""
        if self._opened is None:
            self._opened = [kind(self.request) for kind in self.storage_classes]
        return self._opened

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        in_cookie = CookieStorage.cookie_name in self.request.COOKIES
        if self._opened is None and not in_cookie and SessionStorage.session_key not in self.request.session:
            return [], True
        return cast(tuple[list[Message], bool], cast(Any, super())._get(*args, **kwargs))

    def _store(self, messages: list[Message], response: HttpResponseBase, *args: Any, **kwargs: Any) -> list[Message]:
        if not messages and not self._used_storages:
            return []
        return cast(list[Message], cast(Any, super())._store(messages, response, *args, **kwargs))
