"""How a system offers a form of its own to ODK Collect: the room `by_odk.py` with `FORMS`.

    FORMS = (Offered(name="visit", title=_("Write down a visit"), url="visit", form=_form),)

Questions, hints, limits and choices are those of the Django form that the page shows; what is sent goes to the page's
own door (`@by_outbox`). Only what a page says outside its form is said here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django import forms

from tinhso.kit.actors import Actor
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what is sent, what is read, a picture of the house beside it."""

    value: str
    label: Text
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A form that phones with ODK Collect may fill.

    name      with the label of its system the id of the form, for ever
    url       URL name of the door that takes it
    form      as the page makes it for someone; None: this form is not for them
    left_out  fields that are not asked
    labels    of fields to which the page itself puts the words
    choices   of fields to which the page itself offers them
    points    a question for a place on earth → the fields of its latitude and longitude
    only_if   a field → the field and the value of it with which alone it is asked
    """

    name: str
    title: Text
    url: str
    form: Callable[[Actor, datetime], forms.Form | None]
    left_out: frozenset[str] = frozenset()
    labels: Mapping[str, Text] = field(default_factory=dict)
    choices: Mapping[str, Callable[[], Sequence[Choice]]] = field(default_factory=dict)
    points: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    only_if: Mapping[str, tuple[str, str]] = field(default_factory=dict)
