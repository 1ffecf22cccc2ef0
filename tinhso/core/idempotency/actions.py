"""Claiming a key, keeping its answer, forgetting old ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from tinhso.core.idempotency.models import Answer
from tinhso.kit.writing import insert_new, update


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One sending: by whom (`scope`), to which door, under which key, with which content."""

    scope: str
    route: str
    key: str
    request_hash: bytes


def claim(wish: Wish, *, at: datetime) -> tuple[Answer, bool]:
    """The answer row of this wish, and whether it is new. Call it inside the transaction of the effect.

    While another transaction holds the same key this waits for it: as long as the database lets anyone wait, or in the
    queue of writers on SQLite. Raises OperationalError when the wait was too long.
    """
    made = Answer(scope=wish.scope, route=wish.route, key=wish.key, request_hash=wish.request_hash, kept_at=at)
    if insert_new(made):
        return made, True
    return Answer.objects.get(scope=wish.scope, route=wish.route, key=wish.key), False


def keep_answer(answer: Answer, *, status: int, headers: dict[str, str], body: bytes) -> None:
    """Write what was answered beside the effect."""
    answer.status, answer.headers, answer.body = status, headers, body
    update(answer, ("status", "headers", "body"))


def give_up_claim(answer: Answer) -> None:
    """Nothing was done under this key: it may be used again."""
    answer.delete()


def forget_old_answers(*, at: datetime) -> int:
    """Delete answers older than `ANSWERS_KEPT_DAYS` and say how many; a day is the least."""
    days = max(1, settings.ANSWERS_KEPT_DAYS)
    return Answer.objects.filter(kept_at__lt=at - timedelta(days=days)).delete()[0]


def forget_answers_of(*, account: int) -> int:
    """Delete every answer an account was given, as part of forgetting its person."""
    return Answer.objects.filter(scope=f"account:{account}").delete()[0]


def forget_words_about(uuid: UUID) -> int:
    """Empty the answers that others were given about someone who is forgotten.

    Their keys stay, so that what is sent once more is still not done once more. Says how many.
    """
    return Answer.objects.naming(str(uuid)).update(body=b"")
