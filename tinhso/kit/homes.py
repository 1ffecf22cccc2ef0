"""What waits on a person's home page: each system adds its own cards, the front door only lays them out.

A system registers a question in its `views.py`; it is asked when someone who may act on it opens their home.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tinhso.kit.doors import Request
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to press on a home page.

    title, text   what it is, and one sentence about it
    url           where it leads
    icon          a Phosphor icon name
    tone          `turn` (it waits for you), `now`, `done`, `late` or empty
    count         how many wait, when they are counted
    """

    title: Text
    text: Text
    url: str
    icon: str
    tone: str = ""
    count: int | None = None


Question = Callable[[Request], Card | None]
_questions: list[tuple[str, str, Question]] = []


def home_card(shell: str, permission: str = "") -> Callable[[Question], Question]:
    """Register a question for the homes of one shell; asked only of those with the permission, if it names one.

    The answer None means that nothing waits.
    """

    def register(question: Question) -> Question:
        _questions.append((shell, permission, question))
        return question

    return register


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens in a life, and the page that has all that belongs to it."""

    title: Text
    icon: str
    href: str


_occasions: list[Callable[[], list[Occasion]]] = []


def home_occasions(told: Callable[[], list[Occasion]]) -> Callable[[], list[Occasion]]:
    """Register what leads on the homes of citizens; the same for everyone, so it asks the database nothing."""
    _occasions.append(told)
    return told


def occasions() -> tuple[Occasion, ...]:
    """What every system leads with."""
    return tuple(one for told in _occasions for one in told())


def cards(request: Request) -> list[Card]:
    """The cards of the home page of the one who asks."""
    asked = (
        question(request)
        for shell, permission, question in _questions
        if shell == request.rights.shell and (not permission or request.rights.may(permission))
    )
    return [card for card in asked if card]
