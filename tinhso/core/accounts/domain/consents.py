"""Consent to one thing that a helper does for someone: what they are told, and how it shows that they agreed.

How much each way proves, from the strongest: a signed paper and the person's own voice can be compared with them later;
a signature drawn by a finger on a screen hardly; a tap on the helper's phone proves nothing by itself, so somebody else
has to have been there and is named.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that is done once for a person.

    scope    label of the system that does it
    version  of its words; raised whenever they mean something else
    words    what the person is told and agrees to, in the first person
    """

    scope: str
    version: int
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done by a consent: its code, what it is, where the person sees it, what of it the helper typed."""

    ref: str
    title: str
    url: str
    typed: tuple[str, ...] = ()


def is_too_old(said_at: datetime, *, lasts: timedelta, at: datetime) -> bool:
    """Whether what someone agreed to at that moment holds no more, or they would have agreed in the future."""
    return not at - lasts < said_at <= at
