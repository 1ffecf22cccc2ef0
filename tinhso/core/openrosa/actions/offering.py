"""What phones are offered: every form that a system's room `by_odk.py` names, made for the one who asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib import import_module
from typing import Any, cast

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from tinhso.core.openrosa.actions.questions import questions_of
from tinhso.core.openrosa.domain.offered import Offered
from tinhso.core.openrosa.domain.questions import Question
from tinhso.kit.actors import Actor
from tinhso.kit.discovery import rooms

_FIRST = "vi"


@dataclass(frozen=True)
class Sheet:
    """A form as one member's phones get it."""

    form: str
    offered: Offered
    questions: list[Question]

    @cached_property
    def content(self) -> str:
        """All of it but its version."""
        with override(_FIRST):
            title = str(self.offered.title)
        made = _maker().survey(self.form, title, self.questions)
        return cast(str, _maker().content_of(made))

    @cached_property
    def version(self) -> str:
        """Changes whenever anything in the form does, and only this house can have made it."""
        content = cast(str, _maker().digest(self.content))
        return f"{content}.{_proof(self.form, content)}"

    @cached_property
    def xform(self) -> bytes:
        return cast(bytes, _maker().xform(self.content, self.version))


def sheets_for(by: Actor, *, at: datetime) -> list[Sheet]:
    """The forms that a member's phones may fill, in the order of the systems."""
    return [made for form in offered() if (made := sheet_for(form, by, at=at))]


def sheet_for(form: str, by: Actor, *, at: datetime) -> Sheet | None:
    """One of them; None when there is none of that name, or it is not for them."""
    one = offered().get(form)
    made = one.form(by, at) if one else None
    return Sheet(form, one, questions_of(one, made)) if one and made else None


def is_ours(form: str, version: str) -> bool:
    """Whether this house made that version of a form, today or long ago."""
    content, _dot, proof = version.partition(".")
    return constant_time_compare(proof, _proof(form, content))


@cache
def offered() -> Mapping[str, Offered]:
    """Id of a form → the form, of every system."""
    return dict(_all())


def _all() -> Iterator[tuple[str, Offered]]:
    for room in rooms("by_odk"):
        label = room.__name__.split(".")[-2]
        yield from ((f"{label}-{one.name}", one) for one in room.FORMS)


def _proof(form: str, content: str) -> str:
    return salted_hmac("openrosa.version", f"{form} {content}", algorithm="sha256").hexdigest()[:10]


@cache
def _maker() -> Any:
    """pyxform and what speaks with it: see there why it comes late."""
    return import_module("tinhso.core.openrosa.domain.xforms")
